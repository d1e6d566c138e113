using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Simulation;

/// <summary>
/// Whether a write would change anything. Arrays inside records compare by reference: they are compared by what is in them, everything
/// else by the records' own equality, so that a property that is added later is not forgotten.
/// </summary>
internal static class SameContent
{
    public static bool Of(NodeUpgradeSpec left, NodeUpgradeSpec right) =>
        ReferenceEquals(left, right)
        || (left == right with { Grants = left.Grants } && Same(left.Grants, right.Grants, EqualityComparer<Grant>.Default.Equals));

    public static bool Of(NodeUpgradeStatus left, NodeUpgradeStatus right) =>
        ReferenceEquals(left, right)
        || (left == right with { Conditions = left.Conditions, Components = left.Components, Drains = left.Drains, OutOfRotation = left.OutOfRotation, FailedChecks = left.FailedChecks, Timeline = left.Timeline }
            && Same(left.Conditions, right.Conditions, EqualityComparer<Api.Meta.Condition>.Default.Equals)
            && Same(left.Components, right.Components, Of)
            && Same(left.Drains, right.Drains, EqualityComparer<DrainStatus>.Default.Equals)
            && Same(left.OutOfRotation, right.OutOfRotation, EqualityComparer<OutOfRotation>.Default.Equals)
            && Same(left.FailedChecks, right.FailedChecks, EqualityComparer<FailedCheck>.Default.Equals)
            && Same(left.Timeline, right.Timeline, EqualityComparer<StepPeriod>.Default.Equals));

    /// <summary>The two differ in nothing by which the upgrade planner grants anything: only people read the rest.</summary>
    public static bool IsDetail(NodeUpgradeStatus left, NodeUpgradeStatus right) => Of(
        left with
        {
            Step = right.Step, Drains = right.Drains, SessionsRemaining = right.SessionsRemaining, StepsRun = right.StepsRun,
            LastProgressTime = right.LastProgressTime, LastFailure = right.LastFailure, Conditions = right.Conditions,
            StepMilliseconds = right.StepMilliseconds, Timeline = right.Timeline,
        },
        right) && Same(left.Conditions, right.Conditions, (one, other) => one.Type == other.Type && one.Status == other.Status);

    private static bool Of(ComponentStatus left, ComponentStatus right) =>
        left == right with { Schema = left.Schema, Packages = left.Packages, Down = left.Down }
        && left.Schema.AsSpan().SequenceEqual(right.Schema.AsSpan())
        && left.Down.AsSpan().SequenceEqual(right.Down.AsSpan())
        && Same(left.Packages, right.Packages, EqualityComparer<PackageStatus>.Default.Equals);

    private static bool Same<T>(ImmutableArray<T> left, ImmutableArray<T> right, Func<T, T, bool> isSame)
    {
        if (left == right)
        {
            return true;
        }

        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (!isSame(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }
}
