using System.Collections.Immutable;

using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Transcripts;

/// <summary>All of them. One that is no difference any more fails a test.</summary>
internal static class KnownDifferences
{
    private const ServerKind Late = ServerKind.KubetestApiserver;
    private const ServerKind Old = ServerKind.KubeApiserver;

    public static ImmutableArray<KnownDifference> All { get; } =
    [
        .. Access(), .. Explanations(), .. Refusals(), .. BuiltInKinds(),
    ];

    private static IEnumerable<KnownDifference> Access() =>
    [
        new(Late, "--as=somebody", ".+", "ours has one user and no roles: it refuses to act as another, where upstream asks RBAC"),
        new(Late, "kubectl version", "^err WARNING: version difference between client .*", "ours serves the API of 1.30 and says so: kubectl 1.29 to 1.31 has nothing to warn of"),
        new(Late, "kubectl (cluster-info|get (all|pods|nodes))$", ".+", "ours has no pods, nodes and services, nor any other kind that a cloud without Kubernetes has no use for"),
    ];

    private static IEnumerable<KnownDifference> Explanations() =>
    [
        new(Late, "kubectl explain [a-z]+$",
            "^out     (APIVersion defines|Servers should convert|may reject|https://git.k8s.io|Kind is a|represents|requests to|Standard|The versioned|The kind of).*",
            "what all objects have is explained in our own words"),
        new(Late, "kubectl explain cupg.metadata.ownerReferences", "^out    ? .*", "what all objects have is explained in our own words"),
    ];

    private static IEnumerable<KnownDifference> Refusals() =>
    [
        new(Late, "apply --server-side", @"(?<=Error from server) \(BadRequest\)(?=: failed to create typed)",
            "upstream answers 500 to an applied manifest that does not fit; ours says that the manifest is at fault"),
        new(Late, "apply --server-side -f types.yaml", "(?<=expected (boolean|string), got ).*", "upstream prints Go's view of the value"),
        new(Late, "apply -f unknown.yaml", "(?<=Invalid value: ).*(?=: strict decoding error)", "upstream repeats the whole object, ours the patch"),
        new(Late, "patch cupg u", "(?<=error decoding patch: ).*", "each JSON parser has its own words"),
        new(Late, "patch cupg u --type=json", "(?<=due to an error in our request): remove operation.*", "upstream does not say which operation failed"),
        new(Late, "continue=nonsense", "(?<=continue key is not valid): .*", "each JSON parser has its own words"),
    ];

    private static IEnumerable<KnownDifference> BuiltInKinds() =>
    [
        new(Old, "--show-labels", ",?kubernetes.io/metadata.name=[a-z-]+", "since 1.21 every namespace has its name as a label"),
        new(Old, "api-resources --api-group=apiextensions", @"\S+(?=  api-ext)", "the kinds of ours come with the program: they are read, not written"),
        new(Old, "apply -f bad.yaml", "Error from.*|The Secret.*", "Go's words for text that is not base64"),
        new(Old, "apply -f empty.yaml", @"(?<=data)\[%s\]", "a slip of 1.20"),
        new(Old, "patch events.v1.events.k8s.io u.1 .*note", ".+", "later servers refuse to change what an event says, as ours does; 1.20 lets it"),
        new(Old, "get events u.1 -o wide", @"(?<=332d  )\d(?=  u.1)", "1.20 adds one to the count of a series, which has the first event in it already"),
        new(Old, "event", "^out (first|last|deprecatedFirst|deprecatedLast|event)(Time|Timestamp): null$|^out (deprecatedS|s)ource: \\{\\}$|^out (First Timestamp|Last Timestamp):  <nil>|^out Source:$",
            "upstream stores the zero values of Go's types"),
    ];
}
