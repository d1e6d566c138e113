using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Reporting;

/// <summary>What a run leaves behind of the time that its steps took: a row for each role and step, from what its work orders report.</summary>
internal static class RunRecord
{
    /// <summary>Rows that a status has room for; of more, those stay that took longest.</summary>
    private const int MostRows = 1000;

    public static ImmutableArray<StepTime> Of(ImmutableArray<NodeUpgrade> orders) =>
    [
        .. orders.SelectMany(order => (order.Status?.StepMilliseconds ?? ImmutableSortedDictionary<string, long>.Empty).Select(took => (order.Spec.Role, Step: took.Key, took.Value)))
            .GroupBy(took => (took.Role, took.Step))
            .Select(alike => Row(alike.Key.Role, alike.Key.Step, [.. alike.Select(took => took.Value).Order()]))
            .OrderByDescending(row => row.Count * row.MedianMilliseconds).ThenBy(row => row.Role, StringComparer.Ordinal).ThenBy(row => row.Step, StringComparer.Ordinal)
            .Take(MostRows)
            .OrderBy(row => row.Role, StringComparer.Ordinal).ThenBy(row => row.Step, StringComparer.Ordinal),
    ];

    private static StepTime Row(string role, string step, ImmutableArray<long> sorted) => new()
    {
        Role = role,
        Step = step,
        Count = sorted.Length,
        MedianMilliseconds = sorted[sorted.Length / 2],
        LongestMilliseconds = sorted[^1],
    };
}
