using System.CommandLine;
using Windlass.Core.Api.Upgrades;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Commands.Plugin;

/// <summary><c>kubectl windlass resume</c>: takes back one's own pause; those of others only when asked to.</summary>
internal static class ResumeCommand
{
    public static Command Create()
    {
        var (session, upgrade, scope) = (new SessionOptions(), UpgradeArgument.Create(), new PauseScope());
        var all = new Option<bool>("--all") { Description = "Take back everybody's requests." };
        var command = new Command("resume", "Take back a pause. What others have asked for stays, unless --all.") { upgrade, all };
        scope.AddTo(command);
        session.AddTo(command);
        command.SetAction((result, cancellation) => session.ReadAsync(
            result, result.GetValue(upgrade), (api, sight) => ResumeAsync(result, api, sight.Upgrade, result.GetValue(all) ? null : scope.Key(result), cancellation), cancellation));
        return command;
    }

    private static Task<int> ResumeAsync(ParseResult result, ApiSession api, ClusterUpgrade upgrade, string? requester, CancellationToken cancellation)
    {
        var requests = upgrade.Spec.PauseRequests;
        var others = requests.Where(request => requester is not null && request.Requester != requester).Select(request => $"{request.Requester} ({request.Reason})").ToArray();
        if (others.Length == requests.Length)
        {
            return Task.FromResult(Failure.Report(
                requests.IsEmpty ? "nobody has asked for a pause" : $"{requester} has not asked for a pause; others have: {string.Join(", ", others)} (--requester NAME, or --all)"));
        }

        var left = others.Length == 0 ? "" : $"; still paused by {string.Join(", ", others)}";
        return ChangeRun.UpgradeAsync(
            result, api, upgrade, current => PauseEdits.Without(current, request => requester is null || request.Requester == requester), $"pause taken back{left}", cancellation);
    }
}
