using System.CommandLine;
using Microsoft.Extensions.Logging;
using Windlass.ControlPlane;
using Windlass.Kubernetes.Configuration;
using Windlass.Kubernetes.Http;
using Windlass.Operator.Hosting;
using Windlass.Operator.Logging;
using Windlass.Operator.Page;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Commands;

/// <summary><c>windlass standalone</c>: API server and operator in one process, for clouds without Kubernetes.</summary>
internal static class StandaloneCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder of the store, the keys and the certificates.", DefaultValueFactory = _ => "/var/lib/windlass-server" };
        var listen = EndPointOption.Create("--listen", "Where the API is served over TLS; port 0 takes a free one.", "127.0.0.1:7443");
        var kubeconfig = new Option<string?>("--kubeconfig") { Description = "Where to write the kubeconfig; default: kubeconfig in the data folder." };
        var space = new Option<string>("--namespace") { Description = "Namespace of the kubeconfig's context.", DefaultValueFactory = _ => "default" };
        var shared = new SharedOptions();
        var command = new Command("standalone", "Serve a kubectl-compatible API and run the operator on it, in one process.") { data, listen, kubeconfig, space };
        shared.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(
            new ControlPlaneOptions
            {
                DataDirectory = result.GetRequiredValue(data),
                Listen = result.GetRequiredValue(listen),
                KubeconfigPath = result.GetValue(kubeconfig),
                DefaultNamespace = result.GetRequiredValue(space),
                Definitions = CarriedDefinitions.All,
            },
            shared.Read(result),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ControlPlaneOptions plane, SharedSettings settings, CancellationToken cancellation)
    {
        using var logs = Logs.Create();
        try
        {
            var contracts = Task.Run(Kinds.Prepare, cancellation);
            await using var server = await ControlPlaneServer.StartAsync(plane, TimeProvider.System, logs, cancellation).ConfigureAwait(false);
            if (Kubeconfig.Load(server.KubeconfigPath) is not ConnectionOutcome.Loaded { Connection: var connection })
            {
                return Failure.Report($"the kubeconfig just written to {server.KubeconfigPath} cannot be read back");
            }

            await using var api = new HttpClusterApi(connection, TimeProvider.System, logs.CreateLogger<HttpClusterApi>());
            var options = new OperatorOptions
            {
                LeaseNamespace = "kube-system",

                // Only one process can hold the store: after a crash it may take its own lease over at once, with a higher fence.
                Identity = "standalone",
                SshConfigFile = settings.SshConfigFile,
                RuntimeDirectory = settings.RuntimeDirectory,
                Monitoring = settings.Monitoring,
                Page = settings.PageOf(plane.DefaultNamespace),
            };
            await contracts.ConfigureAwait(false);
            return await OperatorProcess.RunAsync(options, api, PageCaller.Of(connection), logs, () => Announce(server), cancellation).ConfigureAwait(false);
        }
        catch (ControlPlaneUnavailableException e)
        {
            return Failure.Report(e.Message);
        }
    }

    /// <summary>What a person needs next.</summary>
    private static void Announce(ControlPlaneServer server)
    {
        Console.WriteLine($"ready: {server.Address}");
        Console.WriteLine($"export KUBECONFIG={server.KubeconfigPath}");
    }
}
