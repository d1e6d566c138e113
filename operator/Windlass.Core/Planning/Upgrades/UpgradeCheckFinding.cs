using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>What an upgrade check that was run before the first change means: upstream's exit codes in words.</summary>
internal static class UpgradeCheckFinding
{
    private const int ShownLines = 12;

    /// <summary>Null: all is well.</summary>
    public static FailedCheck? Of(NodeView view, UpgradeCheckResult result)
    {
        var command = string.Join(' ', view.Release.Components.FirstOrDefault(component => component.Name == result.Component)?.UpgradeCheck?.Run ?? [result.Component]);
        return result switch
        {
            UpgradeCheckResult.Ran { ExitCode: 0 } => null,
            UpgradeCheckResult.Ran { ExitCode: 1 } => Found(
                result, CheckSeverity.Warning, $"{command} of {view.Order.TargetRelease} has warnings: {Tail(result)}"),
            UpgradeCheckResult.Ran ran => Found(
                result, CheckSeverity.Failure,
                $"{command} of {view.Order.TargetRelease} answers {ran.ExitCode}: {Tail(result)}. Mend what it names, or accept it with {result.Component} in spec.upgradeChecks.accept"),
            UpgradeCheckResult.NotRun not => Found(
                result, CheckSeverity.Note,
                $"{command} of {view.Order.TargetRelease} was not run before the first change ({not.Reason}): it is once the new code is installed, before that starts"),
            _ => throw new ArgumentOutOfRangeException(nameof(result)),
        };
    }

    private static FailedCheck Found(UpgradeCheckResult result, CheckSeverity severity, string message) =>
        new() { Check = PreflightCheck.UpgradeChecks, Severity = severity, Component = result.Component, Message = message };

    /// <summary>The end of its table, without the table's lines.</summary>
    private static string Tail(UpgradeCheckResult result) => string.Join(
        "; ",
        result.Output.Select(line => line.Trim(' ', '|')).Where(line => line.Any(char.IsLetterOrDigit)).TakeLast(ShownLines).DefaultIfEmpty("it prints nothing"));
}
