using System.CommandLine;
using Windlass.Operator.Commands.Plugin;
using Windlass.Operator.Hosting;

namespace Windlass.Operator.Commands;

/// <summary>The command line: what can be asked for, and how it ends.</summary>
internal static class CommandLine
{
    /// <summary>Runs what the arguments ask for.</summary>
    /// <returns>Exit status: 0 well or stopped by a signal, 1 anything else; where a command tells more apart: <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new StopSignals();
        try
        {
            // Signals are ours: the library's own handling ends the process before the lease is given back.
            var configuration = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
            return await (IsPlugin() ? Plugin() : Root()).Parse(args).InvokeAsync(configuration, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e)
        {
            return Failure.Report($"{e.GetType().Name}: {e.Message}");
        }
    }

    public static RootCommand Root()
    {
        var root = new RootCommand(
            "Moves a running bare-metal cloud to its next release without its users noticing.\n\n"
            + "windlass standalone   on a machine that reaches every node over SSH, no Kubernetes needed\n"
            + "windlass operator     in or beside a Kubernetes cluster that holds the manifests\n"
            + "windlass import       writes the manifests of your nodes from an inventory that you have\n"
            + "windlass plan         shows what an upgrade would do, and changes nothing\n"
            + "windlass simulate     says how long it would take, without any node\n"
            + "windlass node-policy  prints what lets it work on a node without a root shell\n"
            + "windlass status       how far an upgrade is; as kubectl-windlass on the PATH: kubectl windlass status")
        {
            PreviewCommand.Preflight(),
            PreviewCommand.Plan(),
            SimulateCommand.Create(),
            ImportCommand.Create(),
            StandaloneCommand.Create(),
            OperatorCommand.Create(),
            NodePolicyCommand.Create(),
        };
        AddAskingTo(root);
        return root;
    }

    /// <summary>The same program as <c>kubectl-windlass</c>: only what asks the API. Its <c>plan</c> is the one that the operator wrote.</summary>
    public static RootCommand Plugin()
    {
        var plugin = new RootCommand(
            "Looks at and steers the upgrades of a bare-metal cluster.\n\n"
            + "kubectl windlass status -w   how far it is, and what holds it up\n"
            + "kubectl windlass why NODE    why a node is where it is, and what to do");
        AddAskingTo(plugin);
        plugin.Add(PlanObjectCommand.Create());
        return plugin;
    }

    /// <summary>Verbs that ask the API, or change an object there for a person.</summary>
    private static void AddAskingTo(RootCommand root)
    {
        foreach (var command in (Command[])
            [
                StatusCommand.Create(), WhyCommand.Create(), WaitCommand.Create(), HistoryCommand.Create(), DrainsCommand.Create(), ReportCommand.Create(),
                ApproveCommand.Create(), PauseCommand.Create(), ResumeCommand.Create(), RetryCommand.Create(), SkipCommand.Create(), AbortCommand.Create(),
                CompletionCommand.Create(), VersionCommand.Create(),
            ])
        {
            root.Add(command);
        }
    }

    /// <summary>kubectl calls plugins by the name of their file, which may be a link to us.</summary>
    private static bool IsPlugin() => CalledAs.FileName() == "kubectl-windlass";
}
