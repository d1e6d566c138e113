using System.Collections.Immutable;
using System.CommandLine;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Plugin;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Commands.Plugin;

/// <summary><c>kubectl windlass drains</c>: who took which server out of rotation.</summary>
internal static class DrainsCommand
{
    public static Command Create()
    {
        var session = new SessionOptions();
        var command = new Command("drains", "Servers of nodes in work that are out of rotation, and who took them out: windlass, which gives them back, or somebody else.");
        session.AddWithOutputTo(command);
        command.SetAction((result, cancellation) => session.RunAsync(result, api => AskAsync(result, session, api, cancellation)));
        return command;
    }

    private static async Task<int> AskAsync(ParseResult result, SessionOptions session, ApiSession api, CancellationToken cancellation)
    {
        var listed = await api.Api.ListAsync(Kinds.WorkOrders, new ListOptions { Namespace = api.Namespace }, cancellation).ConfigureAwait(false);
        if (!listed.TryGet(out var orders, out var failure))
        {
            return Failure.Report(RunReader.Explain(failure, api.Namespace));
        }

        var drains = DrainLine.Of(orders.Items);
        result.InvocationConfiguration.Output.Write(Answer.Of(drains, PluginJson.Default.ImmutableArrayDrainLine, session.Format(result), () => Text(drains)));
        return 0;
    }

    private static string Text(ImmutableArray<DrainLine> drains) => drains.IsEmpty ? "nothing is out of rotation because of an upgrade\n" : Table.Of(
        ["NODE", "BACKEND", "SERVER", "HAPROXY", "DRAINED-BY", "FOUND", "UPGRADE"],
        drains.Select(drain => (ImmutableArray<string>)[drain.Node, drain.Backend, drain.Server, drain.Balancer, drain.Owner, drain.Before.ToString(), drain.Upgrade]));
}
