using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Windlass.Testing.KubeServers;

namespace Windlass.Testing.Charts;

/// <summary>One verb on one kind that a rule allows: what RBAC's rules come to.</summary>
/// <param name="Group">API group; empty for the core.</param>
/// <param name="Resource">Plural, with the subresource.</param>
/// <param name="Verb">E.g. get.</param>
/// <param name="Names">Of objects; empty for all.</param>
public sealed record Grant(string Group, string Resource, string Verb, ImmutableArray<string> Names)
{
    /// <summary>The request needed it.</summary>
    /// <param name="request">That was answered.</param>
    public bool Covers(AuditedRequest request) =>
        request.Group == Group && request.Resource == Resource && (request.Verb == Verb || (Verb == "create" && request.IsCreatingPatch))
        && (Names.IsEmpty || Names.Contains(request.Name));

    /// <summary>Every grant of the rules of a Role or ClusterRole.</summary>
    /// <param name="role">As rendered.</param>
    public static IEnumerable<Grant> Of(JsonObject role) =>
        from rule in role["rules"]!.AsArray()
        from verb in Words(rule!, "verbs")
        from resource in Words(rule!, "resources")
        from @group in Words(rule!, "apiGroups")
        select new Grant(@group, resource, verb, [.. Words(rule!, "resourceNames")]);

    /// <inheritdoc/>
    public override string ToString() => $"{Verb} {Resource}.{Group} [{string.Join(' ', Names)}]";

    private static IEnumerable<string> Words(JsonNode rule, string name) => (rule[name]?.AsArray() ?? []).Select(word => (string)word!);
}
