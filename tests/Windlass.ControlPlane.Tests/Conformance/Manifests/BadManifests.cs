using System.Collections.Frozen;

namespace Windlass.ControlPlane.Tests.Conformance.Manifests;

/// <summary>The table of bad input, by what is wrong.</summary>
internal static class BadManifests
{
    public static FrozenDictionary<string, BadManifest> All { get; } = new Dictionary<string, BadManifest>(StringComparer.Ordinal)
    {
        ["unknown field"] = Upgrade("""{"bogus":1}""", "bogus", Refuser.Strictness),
        ["unknown field deep down"] = Upgrade("""{"strategy":{"controlPlane":{"minHealthyServer":1}}}""", "minHealthyServer", Refuser.Strictness),
        ["no target"] = Upgrade("""{"targetRelease":null}""", "targetRelease"),
        ["spec is a list"] = Upgrade("[]", "spec"),
        ["spec is text"] = Upgrade("\"birch\"", "spec"),
        ["number for text"] = Upgrade("""{"targetRelease":7}""", "targetRelease"),
        ["text for truth"] = Upgrade("""{"abort":"yes"}""", "abort"),
        ["text for a number"] = Upgrade("""{"strategy":{"controlPlane":{"minHealthyServers":"1"}}}""", "minHealthyServers"),
        ["a fraction"] = Upgrade("""{"strategy":{"controlPlane":{"minHealthyServers":1.5}}}""", "minHealthyServers"),
        ["too small"] = Upgrade("""{"strategy":{"controlPlane":{"minHealthyServers":0}}}""", "spec.strategy.controlPlane.minHealthyServers"),
        ["too large"] = Upgrade("""{"strategy":{"stallAfterSeconds":99999999}}""", "spec.strategy.stallAfterSeconds"),
        ["larger than any integer"] = Upgrade("""{"strategy":{"stallAfterSeconds":99999999999999999999}}""", "stallAfterSeconds"),
        ["no name"] = Upgrade("""{"targetRelease":"Birch!"}""", "spec.targetRelease"),
        ["a name with a line end"] = Upgrade("""{"targetRelease":"birch\n"}""", "spec.targetRelease"),
        ["too long"] = Upgrade($$"""{"targetRelease":"{{new string('b', 254)}}"}""", "spec.targetRelease"),
        ["no such choice"] = Upgrade("""{"approval":{"mode":"automatic"}}""", "spec.approval.mode"),
        ["no such check"] = Upgrade("""{"skipChecks":["Everything"]}""", "spec.skipChecks[0]"),
        ["no hash"] = Upgrade("""{"approval":{"planHash":"sha256:abc"}}""", "spec.approval.planHash"),
        ["twice in a set"] = Upgrade("""{"skipComponents":["nova","nova"]}""", "skipComponents"),
        ["twice by key"] = Upgrade("""{"pauseRequests":[{"requester":"a","reason":"b"},{"requester":"a","reason":"c"}]}""", "pauseRequests"),
        ["without its key"] = Upgrade("""{"pauseRequests":[{"reason":"b"}]}""", "requester"),
        ["too many"] = Upgrade($$"""{"skipGates":[{{string.Join(',', Enumerable.Range(0, 21).Select(i => $"\"g{i}\""))}}]}""", "spec.skipGates"),
        ["too many keys"] = Upgrade($$$"""{"nodeSelector":{{{{string.Join(',', Enumerable.Range(0, 21).Select(i => $"\"k{i}\":\"v\""))}}}}}""", "spec.nodeSelector"),
        ["no moment"] = Upgrade("""{"pauseRequests":[{"requester":"a","reason":"b","until":"tomorrow"}]}""", "spec.pauseRequests[0].until"),
        ["no time of day"] = Upgrade("""{"maintenanceWindows":[{"start":"25:00","end":"03:00"}]}""", "spec.maintenanceWindows[0].start"),
        ["no address for HTTP"] = Upgrade("""{"gates":[{"name":"g","onRoles":["sql"],"httpProbe":{"url":"file:///etc/shadow"}}]}""", "spec.gates[0].httpProbe.url"),
        ["an empty list"] = Upgrade("""{"gates":[{"name":"g","onRoles":[],"galera":{}}]}""", "spec.gates[0].onRoles"),
        ["gate of two kinds"] = Upgrade("""{"gates":[{"name":"g","onRoles":["sql"],"galera":{},"command":{"argv":["a"]}}]}""", OneKind, Refuser.Rule),
        ["gate of no kind"] = Upgrade("""{"gates":[{"name":"g","onRoles":["sql"],"intervalSeconds":5}]}""", OneKind, Refuser.Rule),
        ["node without an address"] = new("ClusterNode", """{"address":null}""", "address"),
        ["node without a role"] = new("ClusterNode", """{"roles":[]}""", "spec.roles"),
        ["no port"] = new("ClusterNode", """{"ssh":{"port":65536}}""", "spec.ssh.port"),
        ["secret without a name"] = new("ClusterNode", """{"ssh":{"secretRef":{"name":null}}}""", "name"),
        ["plan without a hash"] = new("UpgradePlan", """{"hash":null}""", "hash"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private const string OneKind = "each gate has exactly one of rabbitmqBacklog, galera, httpProbe and command";

    private static BadManifest Upgrade(string spec, string says, Refuser refuser = Refuser.Schema) => new("ClusterUpgrade", spec, says, refuser);
}
