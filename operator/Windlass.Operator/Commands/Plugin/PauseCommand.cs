using System.CommandLine;
using Windlass.Core.Api.Upgrades;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Commands.Plugin;

/// <summary><c>kubectl windlass pause</c>: keyed, reasoned and, if wanted, expiring.</summary>
internal static class PauseCommand
{
    public static Command Create()
    {
        var (session, upgrade, scope) = (new SessionOptions(), UpgradeArgument.Create(), new PauseScope());
        var reason = new Option<string>("--reason") { Description = "Why; shown to everybody who waits.", Required = true };
        var time = new Option<string?>("--for") { Description = "Lapse after so long, for example 2h; default: until resume." };
        var command = new Command("pause", "Pause an upgrade, or a role or a node of it: steps in hand are finished, nothing new is begun.") { upgrade, reason, time };
        scope.AddTo(command);
        session.AddTo(command);
        command.SetAction((result, cancellation) =>
        {
            var span = result.GetValue(time) is { } given ? Span.Parse(given) : TimeSpan.Zero;
            return span is null
                ? Task.FromResult(Failure.Report($"--for: {Span.Expected}", ExitCodes.BadInput))
                : session.ReadAsync(
                    result,
                    result.GetValue(upgrade),
                    (api, sight) => PauseAsync(result, api, sight, scope.Request(result, result.GetRequiredValue(reason), span == TimeSpan.Zero ? null : sight.Now + span), cancellation),
                    cancellation);
        });
        return command;
    }

    private static Task<int> PauseAsync(ParseResult result, ApiSession api, RunSight sight, PauseRequest request, CancellationToken cancellation) =>
        request.Node.Length > 0 && sight.Nodes.All(node => node.Metadata.Name != request.Node)
            ? Task.FromResult(Failure.Report($"no ClusterNode {request.Node} in namespace {api.Namespace}: kubectl get cnode lists them"))
            : request.Role.Length > 0 && !sight.Nodes.Any(node => node.Spec.Roles.Contains(request.Role))
                ? Task.FromResult(Failure.Report($"no ClusterNode has the role {request.Role}: there are {string.Join(", ", sight.Nodes.SelectMany(node => node.Spec.Roles).Distinct().Order(StringComparer.Ordinal))}"))
                : ChangeRun.UpgradeAsync(result, api, sight.Upgrade, current => PauseEdits.With(current, request), Said(request), cancellation);

    private static string Said(PauseRequest request) =>
        $"pause of {(request.Node.Length > 0 ? request.Node : request.Role.Length > 0 ? $"role {request.Role}" : "everything")} asked for by {request.Requester}"
        + (request.Until is { } until ? $", until {until.ToLocalTime():yyyy-MM-dd HH:mm:ss}" : ", until resume");
}
