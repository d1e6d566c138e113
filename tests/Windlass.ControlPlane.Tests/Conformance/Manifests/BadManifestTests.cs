using Windlass.ControlPlane.Tests.Conformance.Servers;
using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Manifests;

/// <summary>What one server refuses, all refuse, in words that name the field; and the same object without the fault is taken.</summary>
public sealed class BadManifestTests(TestedServers servers)
{
    public static MatrixTheoryData<ServerKind, string> Faults { get; } = new(Enum.GetValues<ServerKind>(), BadManifests.All.Keys.Order(StringComparer.Ordinal));

    public static TheoryData<ServerKind> Kinds { get; } = [.. Enum.GetValues<ServerKind>()];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task BadManifest_Created_IsRefused(ServerKind kind, string fault)
    {
        var server = await servers.GetAsync(kind);
        var manifest = BadManifests.All[fault];
        var name = UniqueName();
        // Older servers drop what they do not know, and have no rules.
        var expected = manifest.Refuser == Refuser.Schema || server.HasRules ? (int[])[400, 422] : [201];

        var reply = await server.SendAsync(HttpMethod.Post, $"{manifest.Path}?fieldValidation=Strict&dryRun=All", manifest.Bad(name).ToJsonString());
        var good = await server.SendAsync(HttpMethod.Post, $"{manifest.Path}?fieldValidation=Strict&dryRun=All", manifest.Good(name).ToJsonString());

        Assert.Contains(reply.Code, expected);
        Assert.Contains(reply.Code == 201 ? "" : Path(server, manifest), reply["message"], StringComparison.Ordinal);
        Assert.Equal((201, ""), (good.Code, good["message"]));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task BadManifest_Applied_IsRefused(ServerKind kind, string fault)
    {
        var server = await servers.GetAsync(kind);
        var manifest = BadManifests.All[fault];
        var name = UniqueName();
        var expected = manifest.Refuser != Refuser.Rule || server.HasRules ? (int[])[400, 422, 500] : [201];

        var reply = await server.ApplyAsync($"{manifest.Path}/{name}", manifest.Bad(name).ToJsonString(), "&dryRun=All");

        Assert.Contains(reply.Code, expected);
        Assert.Contains(reply.Code == 201 ? "" : Path(server, manifest).Split('.')[^1], reply["message"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task AbortedUpgrade_AbortTakenBack_IsRefused(ServerKind kind)
    {
        var server = await servers.GetAsync(kind);
        var path = await CreatedAsync(server, "no target");
        var aborted = await server.SendAsync(HttpMethod.Patch, path, """{"spec":{"abort":true}}""", "application/merge-patch+json");
        Assert.Equal(200, aborted.Code);

        foreach (var patch in (string[])["""{"spec":{"abort":false}}""", """{"spec":{"abort":null}}"""])
            await AssertRuleAsync(server, path, patch, "abort cannot be taken back");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task PlanWritten_Edit_IsRefused(ServerKind kind)
    {
        var server = await servers.GetAsync(kind);
        var path = await CreatedAsync(server, "plan without a hash");

        await AssertRuleAsync(server, path, """{"spec":{"nodes":[{"names":["a","b"]}]}}""", "a plan never changes");
    }

    private static async Task AssertRuleAsync(TestedServer server, string path, string patch, string says)
    {
        var reply = await server.SendAsync(HttpMethod.Patch, $"{path}?dryRun=All", patch, "application/merge-patch+json");
        Assert.Equal(server.HasRules ? 422 : 200, reply.Code);
        Assert.Contains(server.HasRules ? says : "", reply["message"], StringComparison.Ordinal);
    }

    /// <summary>Creates the good object beside a fault; returns its path.</summary>
    private static async Task<string> CreatedAsync(TestedServer server, string fault)
    {
        var manifest = BadManifests.All[fault];
        var name = UniqueName();
        var created = await server.SendAsync(HttpMethod.Post, manifest.Path, manifest.Good(name).ToJsonString());
        Assert.Equal((201, ""), (created.Code, created["message"]));
        return $"{manifest.Path}/{name}";
    }

    /// <summary>Older servers leave out the position in a list.</summary>
    private static string Path(TestedServer server, BadManifest manifest) =>
        server.HasRules ? manifest.Says : manifest.Says.Replace("[0]", "", StringComparison.Ordinal);

    private static string UniqueName() => $"c{Guid.NewGuid():n}";
}
