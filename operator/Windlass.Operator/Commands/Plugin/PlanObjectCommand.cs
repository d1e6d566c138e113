using System.CommandLine;
using Windlass.Core.Planning.Plans;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Commands.Plugin;

/// <summary><c>kubectl windlass plan</c>: the plan that the operator wrote, and what has changed since it was approved.</summary>
internal static class PlanObjectCommand
{
    public static Command Create()
    {
        var (session, upgrade) = (new SessionOptions(), UpgradeArgument.Create());
        var diff = new Option<bool>("--diff") { Description = "Only what is different from the plan that was approved." };
        var command = new Command("plan", "The plan that the upgrade follows or waits for: nodes, packages, waves, backends, and its hash.") { upgrade, diff };
        session.AddTo(command);
        command.SetAction((result, cancellation) => session.ReadAsync(
            result, result.GetValue(upgrade), (_, sight) => Task.FromResult(Print(result, sight, result.GetValue(diff))), cancellation));
        return command;
    }

    private static int Print(ParseResult result, RunSight sight, bool isDifference)
    {
        var (name, asked) = (sight.Upgrade.Metadata.Name, sight.Upgrade.Spec.Approval.PlanHash);
        if (sight.Plans.FirstOrDefault(plan => plan.Spec.Hash == sight.Upgrade.Status?.PlanHash)?.Spec is not { } current)
        {
            return Failure.Report($"{name} has no plan yet: kubectl windlass status says what it waits for");
        }

        if (!isDifference)
        {
            result.InvocationConfiguration.Output.Write(PlanObjectText.Of(current));
            return 0;
        }

        if (sight.Plans.FirstOrDefault(plan => plan.Spec.Hash == asked)?.Spec is not { } approved)
        {
            return Failure.Report(asked.Length == 0 ? $"no plan of {name} was approved yet: kubectl windlass plan shows the one there is" : $"the plan that was approved ({asked}) is not kept any more");
        }

        result.InvocationConfiguration.Output.WriteLine(
            approved.Hash == current.Hash ? "the plan is the one that was approved" : PlanDifference.Between(approved, current).Replace("; ", "\n", StringComparison.Ordinal));
        return 0;
    }
}
