using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Windlass.ControlPlane.Printing;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Plugin;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Commands.Plugin;

/// <summary><c>kubectl windlass history</c>: the upgrades of a cluster, the latest last.</summary>
internal static class HistoryCommand
{
    public static Command Create()
    {
        var session = new SessionOptions();
        var command = new Command("history", "The upgrades of this cluster that are still recorded, the latest last.");
        session.AddWithOutputTo(command);
        command.SetAction((result, cancellation) => session.RunAsync(result, api => AskAsync(result, session, api, cancellation)));
        return command;
    }

    private static async Task<int> AskAsync(ParseResult result, SessionOptions session, ApiSession api, CancellationToken cancellation)
    {
        var listed = await api.Api.ListAsync(Kinds.Upgrades, new ListOptions { Namespace = api.Namespace }, cancellation).ConfigureAwait(false);
        if (!listed.TryGet(out var upgrades, out var failure))
        {
            return Failure.Report(RunReader.Explain(failure, api.Namespace));
        }

        ImmutableArray<HistoryLine> lines = HistoryLine.All(upgrades.Items);
        result.InvocationConfiguration.Output.Write(Answer.Of(lines, PluginJson.Default.ImmutableArrayHistoryLine, session.Format(result), () => Text(lines)));
        return 0;
    }

    private static string Text(ImmutableArray<HistoryLine> lines) => lines.IsEmpty ? "no upgrade is recorded here\n" : Table.Of(
        ["UPGRADE", "FROM", "TARGET", "RESULT", "BEGUN", "TOOK", "NODES", "FAILED", "STEPS"],
        lines.Select(line => (ImmutableArray<string>)
        [
            line.Upgrade, line.From, line.Target, line.Result,
            line.Started?.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "",
            line is { Started: { } began, Completed: { } end } ? HumanAge.Of(end - began) : "",
            line.Nodes, line.Failed.ToString(CultureInfo.InvariantCulture), line.Steps.ToString(CultureInfo.InvariantCulture),
        ]));
}
