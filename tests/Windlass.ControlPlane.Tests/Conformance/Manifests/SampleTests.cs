using Windlass.ControlPlane.Tests.Conformance.Servers;
using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Manifests;

/// <summary>What people copy is accepted by every server with no field unknown and no warning: tried first, then for real.</summary>
public sealed class SampleTests(TestedServers servers)
{
    public static MatrixTheoryData<ServerKind, string> Samples { get; } = new(Enum.GetValues<ServerKind>(), SampleFiles.Names);

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Sample_ApplyStrictly_IsAcceptedWithoutWarning(ServerKind kind, string file)
    {
        var server = await servers.GetAsync(kind);
        var documents = SampleFiles.Read(file).ToArray();
        Assert.NotEmpty(documents);
        foreach (var (path, manifest) in documents)
        {
            foreach (var query in (string[])["&dryRun=All", ""])
            {
                var reply = await server.ApplyAsync(path, manifest.ToJsonString(), query);
                Assert.True(reply.Code is 200 or 201, $"{path}: {reply.Code} {reply["message"]}");
                Assert.Equal("", reply.Warnings);
            }

            // Two files may have an object of one name, and 1.20 cannot apply the one over the other: it leaves null where an object was dropped.
            Assert.Equal(200, (await server.SendAsync(HttpMethod.Delete, path)).Code);
        }
    }
}
