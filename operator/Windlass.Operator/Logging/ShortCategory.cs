using System.Collections.Frozen;

namespace Windlass.Operator.Logging;

/// <summary>What stands in a log line for the part of the program that speaks: one word that a person knows.</summary>
internal static class ShortCategory
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["NodeReconciler"] = "node",
        ["UpgradeReconciler"] = "upgrade",
        ["RotationSteps"] = "haproxy",
        ["OpenSsh"] = "ssh",
        ["ControlPlane"] = "server",
        ["ResourceStore"] = "watch",
        ["LeaderLease"] = "lease",
        ["ShardKeeper"] = "lease",
        ["Controller"] = "loop",
        ["HttpClusterApi"] = "api",
        ["EventRecorder"] = "events",
        ["OperatorProcess"] = "operator",
        ["OperatorRun"] = "operator",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The word for a category; the last part of its name where there is none.</summary>
    public static string Of(string category)
    {
        var generic = category.AsSpan().IndexOfAny('<', '`', '[');
        var name = generic < 0 ? category : category[..generic];
        var last = name[(name.LastIndexOf('.') + 1)..];
        return Words.TryGetValue(last, out var word) ? word : last.ToLowerInvariant();
    }
}
