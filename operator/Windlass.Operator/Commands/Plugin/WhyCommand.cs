using System.CommandLine;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Commands.Plugin;

/// <summary><c>kubectl windlass why NODE</c>: the cause first, then what it rests on.</summary>
internal static class WhyCommand
{
    public static Command Create()
    {
        var (session, upgrade) = (new SessionOptions(), UpgradeArgument.CreateOption());
        var node = new Argument<string>("node") { Description = "Name of the ClusterNode." };
        var command = new Command("why", "Why a node is where it is: what it does or waits for, since when, because of what, and what to do.") { node, upgrade };
        session.AddWithOutputTo(command);
        command.SetAction((result, cancellation) => session.ReadAsync(
            result, result.GetValue(upgrade), (_, sight) => Task.FromResult(Print(result, session, sight, result.GetRequiredValue(node))), cancellation));
        return command;
    }

    private static int Print(ParseResult result, SessionOptions session, RunSight sight, string name)
    {
        if (sight.Nodes.FirstOrDefault(node => node.Metadata.Name == name) is not { } node)
        {
            return Failure.Report($"no ClusterNode {name} in namespace {sight.Upgrade.Metadata.Namespace}: kubectl get cnode lists them");
        }

        var why = WhyDocument.Of(sight, node);
        result.InvocationConfiguration.Output.Write(Answer.Of(
            why, PluginJson.Default.WhyDocument, session.Format(result), () => WhyText.Of(why, sight.Now, Ink.OfConsole())));
        return 0;
    }
}
