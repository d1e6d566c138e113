using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Reporting;
using Windlass.Core.Tests.Simulation;
using static Windlass.Core.Tests.Planning.Slots;

namespace Windlass.Core.Tests.Reporting;

public sealed class PreflightConditionTests
{
    /// <summary>W14: on skipped hosts puppet went on, and applied the new release's configuration to the old code. Nobody said so.</summary>
    [Fact]
    public void NodeIsSuspended_Add_SaysThatItsConfigurationManagementGoesOn()
    {
        var (left, taken) = (Node("ctl2", "controller"), Node("ctl1", "controller"));

        var passed = Passed(left with { Spec = left.Spec with { Suspended = true } }, taken);

        Assert.Equal((ConditionStatus.True, "ChecksPassedWithWarnings"), (passed.Status, passed.Reason));
        Assert.StartsWith("suspended: ctl2: nothing is touched there, so puppet goes on", passed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NobodyIsSuspended_Add_HasNothingToSay() => Assert.Equal("ChecksPassed", Passed(Node("ctl1", "controller"), Node("ctl2", "controller")).Reason);

    private static Condition Passed(params ClusterNode[] nodes)
    {
        var set = new ConditionSet([], 1, LabCloud.Start);
        PreflightCondition.Add(set, View([.. nodes]), [Slot("ctl1", "controller", Status())], new UpgradeSituation.Done("UpgradeSucceeded", "all"), isStarted: true);
        return Assert.Single(set.Build());
    }
}
