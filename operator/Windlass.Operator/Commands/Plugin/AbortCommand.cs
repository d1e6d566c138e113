using System.CommandLine;
using Windlass.Core.Api.Upgrades;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Commands.Plugin;

/// <summary><c>kubectl windlass abort</c>: for good, so it asks first.</summary>
internal static class AbortCommand
{
    public static Command Create()
    {
        var (session, upgrade) = (new SessionOptions(), UpgradeArgument.Create());
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var command = new Command("abort", "Stop an upgrade for good: what is in hand reaches a safe end, all that is ours is given back. It cannot be taken back.") { upgrade, yes };
        session.AddTo(command);
        command.SetAction((result, cancellation) => session.ReadAsync(
            result, result.GetValue(upgrade), (api, sight) => AbortAsync(result, api, sight.Upgrade, result.GetValue(yes), cancellation), cancellation));
        return command;
    }

    private static Task<int> AbortAsync(ParseResult result, ApiSession api, ClusterUpgrade upgrade, bool isSure, CancellationToken cancellation)
    {
        var name = upgrade.Metadata.Name;
        var problem = upgrade.Status?.CompletionTime is not null ? $"{name} is over already"
            : isSure || IsConfirmed(name) ? null
            : $"not aborted: type the name of the upgrade when asked, or give --yes";
        return problem is not null
            ? Task.FromResult(Failure.Report(problem))
            : ChangeRun.UpgradeAsync(
                result, api, upgrade, now => now with { Spec = now.Spec with { Abort = true } }, "is being aborted; kubectl windlass status -w shows how it ends", cancellation);
    }

    private static bool IsConfirmed(string name)
    {
        if (Console.IsInputRedirected)
        {
            return false;
        }

        Console.Error.Write($"Aborting cannot be taken back; what is upgraded stays upgraded. Type {name} to abort it: ");
        return Console.ReadLine()?.Trim() == name;
    }
}
