using System.CommandLine;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Commands.Plugin;

/// <summary><c>kubectl windlass wait</c>: for scripts that must know how it ended.</summary>
internal static class WaitCommand
{
    public static Command Create()
    {
        var (session, upgrade) = (new SessionOptions(), UpgradeArgument.Create());
        var timeout = new Option<string?>("--timeout") { Description = "Give up after so long, for example 6h; default: never." };
        var command = new Command(
            "wait", "Wait until an upgrade has an end. Exit status: 0 at its target, 1 it cannot be read, 2 stalled or aborted, 3 paused, 124 time is up.") { upgrade, timeout };
        session.AddTo(command);
        command.SetAction((result, cancellation) =>
        {
            var limit = result.GetValue(timeout) is { } given ? Span.Parse(given) : Timeout.InfiniteTimeSpan;
            return limit is null
                ? Task.FromResult(Failure.Report($"--timeout: {Span.Expected}", ExitCodes.BadInput))
                : session.RunAsync(result, api => new UpgradeWait(api.Api, api.Namespace, result.InvocationConfiguration.Error, TimeProvider.System)
                    .RunAsync(result.GetValue(upgrade), limit.Value, cancellation));
        });
        return command;
    }
}
