using Windlass.EndToEnd.Harness;
using Windlass.Testing.KubeServers;

namespace Windlass.EndToEnd.Images;

/// <summary>
/// A replica of `windlass operator` out of the image, as a pod is: it reaches the nodes by the ssh that the image has, in the network where they are.
/// The API server is in another one: a relay leads there.
/// </summary>
internal sealed class ImageReplica : IAsyncDisposable
{
    private const string LabNetwork = "/run/netns/wl-lab";

    private readonly TemporaryFolder _folder;
    private readonly GuardedProcess _relay;
    private readonly Container _container;

    private ImageReplica(TemporaryFolder folder, GuardedProcess relay, Container container) => (_folder, _relay, _container) = (folder, relay, container);

    /// <summary>Steps that it began or took up.</summary>
    public string[] Steps => OperatorProcess.StepsIn(_container.Log.Split('\n'));

    /// <summary>Starts it, and returns when it is ready.</summary>
    /// <param name="image">What runs.</param>
    /// <param name="kubeconfig">Of an API server that this machine reaches.</param>
    /// <param name="server">ADDRESS:PORT of the server in it.</param>
    public static async Task<ImageReplica> StartAsync(ContainerImage image, string kubeconfig, string server)
    {
        var (folder, near) = (new TemporaryFolder(), OperatorProcess.FreePort());
        var text = await File.ReadAllTextAsync(kubeconfig);
        Directory.CreateDirectory(folder["config"]);
        var config = Path.Combine(folder["config"], "kubeconfig");
        await File.WriteAllTextAsync(config, text.Replace(server, near, StringComparison.Ordinal));
        (await Command.RunAsync("chown", ["-R", "65532:65532", folder["config"]])).Succeeded();
        var back = $"nsenter --net=/proc/{Environment.ProcessId}/ns/net socat STDIO TCP\\:{server.Replace(":", "\\:", StringComparison.Ordinal)}";
        var relay = new GuardedProcess(
            folder["relay.log"], "/usr/bin/nsenter", $"--net={LabNetwork}", "socat", $"TCP-LISTEN:{near.Split(':')[1]},bind=127.0.0.1,fork", $"EXEC:{back}");
        var container = await Container.StartAsync(
            image,
            // Two in one network: neither may have the page's usual port. The rest is as the chart has it.
            ["operator", "--kubeconfig", config, "--namespace=lab", "--monitoring=127.0.0.1:0", "--page=off", "--runtime-dir=/run/windlass/ssh"],
            [folder["config"]], LabNetwork);
        var started = new ImageReplica(folder, relay, container);
        try
        {
            await Poll.UntilAsync("the container's operator is ready", started.IsReady);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_container.ExitCode is null)
        {
            await _container.StopAsync();
        }

        await _container.DisposeAsync();
        await _relay.DisposeAsync();
        _folder.Dispose();
    }

    private bool IsReady() => _container.ExitCode is null
        ? _container.Log.Contains("ready: ", StringComparison.Ordinal)
        : throw new InvalidOperationException($"{_container.Log}\n{_relay.Said}");
}
