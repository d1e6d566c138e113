using System.CommandLine;
using System.Text.RegularExpressions;
using Windlass.Core.Api.Upgrades;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Commands.Plugin;

/// <summary><c>kubectl windlass approve HASH</c>: only the plan as it is now can be approved.</summary>
internal static partial class ApproveCommand
{
    public static Command Create()
    {
        var (session, upgrade) = (new SessionOptions(), UpgradeArgument.CreateOption());
        var hash = new Argument<string>("hash") { Description = "Hash of the plan that you have read (kubectl windlass plan), whole or its first 12 digits at least." };
        var command = new Command("approve", "Approve the plan of an upgrade whose approval is Manual.") { hash, upgrade };
        session.AddTo(command);
        command.SetAction((result, cancellation) => session.ReadAsync(
            result, result.GetValue(upgrade), (api, sight) => ApproveAsync(result, api, sight.Upgrade, result.GetRequiredValue(hash), cancellation), cancellation));
        return command;
    }

    private static Task<int> ApproveAsync(ParseResult result, ApiSession api, ClusterUpgrade upgrade, string given, CancellationToken cancellation)
    {
        var digits = given.StartsWith("sha256:", StringComparison.Ordinal) ? given["sha256:".Length..] : given;
        var current = upgrade.Status?.PlanHash;
        var problem = !Digits().IsMatch(digits) ? $"{given} is no hash: at least 12 of the digits 0-9 and a-f that kubectl windlass plan shows"
            : upgrade.Spec.Approval.Mode != ApprovalMode.Manual ? $"{upgrade.Metadata.Name} needs no approval: spec.approval.mode is {upgrade.Spec.Approval.Mode}"
            : current is null ? $"{upgrade.Metadata.Name} has no plan yet: kubectl windlass status says what it waits for"
            : !current.StartsWith($"sha256:{digits}", StringComparison.Ordinal) ? $"{given} is not the plan as it is now, which is {current}: read it again (kubectl windlass plan --diff)"
            : null;
        return problem is not null
            ? Task.FromResult(Failure.Report(problem))
            : ChangeRun.UpgradeAsync(
                result, api, upgrade, now => now with { Spec = now.Spec with { Approval = now.Spec.Approval with { PlanHash = current! } } }, $"plan {current} approved", cancellation);
    }

    [GeneratedRegex(@"\A[0-9a-f]{12,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
