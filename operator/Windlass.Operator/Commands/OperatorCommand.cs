using System.CommandLine;
using Microsoft.Extensions.Logging;
using Windlass.Kubernetes.Configuration;
using Windlass.Kubernetes.Http;
using Windlass.Operator.Hosting;
using Windlass.Operator.Logging;
using Windlass.Operator.Page;

namespace Windlass.Operator.Commands;

/// <summary><c>windlass operator</c>: the operator alone, against a Kubernetes API.</summary>
internal static class OperatorCommand
{
    public static Command Create()
    {
        var kubeconfig = new Option<string?>("--kubeconfig") { Description = "kubeconfig file; default: the pod's own account, else $KUBECONFIG." };
        var space = new Option<string?>("--namespace") { Description = "Work in this namespace only; default: in all." };
        var leaseSpace = new Option<string?>("--lease-namespace") { Description = "Namespace of the leases (leader, replicas, shards), the same for all replicas; default: the connection's own." };
        var shared = new SharedOptions();
        var command = new Command("operator", "Run the operator against a Kubernetes API.") { kubeconfig, space, leaseSpace };
        shared.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(
            result.GetValue(kubeconfig), result.GetValue(space), result.GetValue(leaseSpace), shared.Read(result), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string? kubeconfig, string? space, string? leaseSpace, SharedSettings settings, CancellationToken cancellation)
    {
        using var logs = Logs.Create();
        var isPod = kubeconfig is null && Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST") is not null;
        var loaded = isPod ? InCluster.Load() : Kubeconfig.Load(kubeconfig);
        if (loaded is not ConnectionOutcome.Loaded { Connection: var connection })
        {
            return Failure.Report(((ConnectionOutcome.Invalid)loaded).Message);
        }

        await using var api = new HttpClusterApi(connection, TimeProvider.System, logs.CreateLogger<HttpClusterApi>());
        var options = new OperatorOptions
        {
            Namespace = space,
            LeaseNamespace = leaseSpace ?? connection.Namespace,
            SshConfigFile = settings.SshConfigFile,
            RuntimeDirectory = settings.RuntimeDirectory,
            Monitoring = settings.Monitoring,
            Page = settings.PageOf(space ?? connection.Namespace),
        };
        return await OperatorProcess.RunAsync(options, api, PageCaller.Of(connection), logs, () => Console.WriteLine($"ready: {connection.Server}"), cancellation).ConfigureAwait(false);
    }
}
