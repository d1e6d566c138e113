using System.CommandLine;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Commands.Plugin;

/// <summary><c>kubectl windlass status</c>: how far the upgrade is, who is in work, and what holds it up.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var (session, upgrade) = (new SessionOptions(), UpgradeArgument.Create());
        var watch = new Option<bool>("--watch", "-w") { Description = "Keep it up to date until the upgrade is over: redrawn on a terminal, a line for each change elsewhere." };
        var command = new Command("status", "How far an upgrade is: components, nodes in work and their steps, what holds it up, the expected end.") { upgrade, watch };
        session.AddWithOutputTo(command);
        command.SetAction((result, cancellation) => result.GetValue(watch)
            ? session.RunAsync(result, api => WatchAsync(api, result, upgrade, session, cancellation))
            : session.ReadAsync(result, result.GetValue(upgrade), (_, sight) => Task.FromResult(Print(result, session, sight)), cancellation));
        return command;
    }

    private static int Print(ParseResult result, SessionOptions session, RunSight sight)
    {
        var status = StatusDocument.Of(sight);
        result.InvocationConfiguration.Output.Write(Answer.Of(
            status, PluginJson.Default.StatusDocument, session.Format(result), () => StatusText.Of(status, sight.Now, Ink.OfConsole())));
        return 0;
    }

    private static Task<int> WatchAsync(ApiSession api, ParseResult result, Argument<string?> upgrade, SessionOptions session, CancellationToken cancellation) =>
        session.Format(result) != OutputFormat.Text
            ? Task.FromResult(Failure.Report("--watch is for people: leave out -o, or call status again", ExitCodes.BadInput))
            : new StatusWatch(api, result.GetValue(upgrade), result.InvocationConfiguration.Output, TimeProvider.System).RunAsync(cancellation);
}
