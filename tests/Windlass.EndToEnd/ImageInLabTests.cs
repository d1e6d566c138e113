using Windlass.EndToEnd.Harness;
using Windlass.EndToEnd.Images;

namespace Windlass.EndToEnd;

/// <summary>From within the image a node is reached: the ssh in it has all that it needs, and so has the store of `windlass standalone`.</summary>
[Collection(LabCollection.Name)]
public sealed class ImageInLabTests(LabFixture lab, ContainerImage image) : IClassFixture<ContainerImage>
{
    /// <summary>Where the lab's addresses are.</summary>
    private const string Network = "/run/netns/wl-lab";

    [Fact]
    public async Task Container_NodesDeclared_BecomeReachable()
    {
        lab.SkipIfAbsent();
        ContainerImage.SkipIfAbsent();
        await lab.ResetAsync();
        using var folder = new TemporaryFolder();
        (await Command.RunAsync("chown", ["65532:65532", folder.Path])).Succeeded();
        await using var container = await Container.StartAsync(
            image,
            ["standalone", "--data", folder["data"], "--listen", "127.0.0.1:0", "--kubeconfig", folder["kubeconfig"], "--namespace", "lab", "--monitoring", "127.0.0.1:0"],
            [folder.Path],
            Network);
        await Poll.UntilAsync(
            "the operator is ready",
            () => container.ExitCode is null ? container.Log.Contains("ready: ", StringComparison.Ordinal) : throw new InvalidOperationException(container.Log));
        foreach (var name in new[] { "secret", "releases", "nodes" })
        {
            (await KubectlAsync(folder, "apply", "-f", LabFixture.Manifest(name))).Succeeded();
        }

        (await KubectlAsync(folder, "wait", "clusternodes", "--all", "--for=condition=Reachable", "--timeout=120s")).Succeeded();
        await container.StopAsync();
        Assert.Equal(0, container.ExitCode);
    }

    /// <summary>In the container's network, where its loopback is.</summary>
    private static Task<CommandResult> KubectlAsync(TemporaryFolder folder, params string[] arguments) => Command.RunAsync(
        "nsenter", [$"--net={Network}", "--", "kubectl", "--kubeconfig", folder["kubeconfig"], "--cache-dir", folder["cache"], .. arguments]);
}
