using Windlass.Core.Api.Plans;

namespace Windlass.Core.Planning.Plans;

/// <summary>How plans are stored.</summary>
public static class PlanObjects
{
    /// <summary>Name of the object that holds a plan: the upgrade's, and the beginning of the hash.</summary>
    /// <param name="plan">The plan.</param>
    public static string NameOf(UpgradePlanSpec plan) => NameOf(plan.UpgradeName, plan.Hash);

    internal static string NameOf(string upgrade, string hash) => $"{upgrade}-{hash["sha256:".Length..][..10]}";
}
