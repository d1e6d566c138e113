using Windlass.Core.Api.Meta;
using Windlass.Core.Api.WorkOrders;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Tests.Plugin;

public sealed class NodeLineTests
{
    private static readonly Condition NotReady = Runs.Is("Ready", ConditionStatus.False, "WaitingForSlot", "waiting for its turn");

    public static TheoryData<string, NodeUpgradeStatus?> States() => new()
    {
        { "Pending", null },
        { "Pending", new NodeUpgradeStatus { Conditions = [NotReady] } },
        { "Working", new NodeUpgradeStatus { Conditions = [NotReady], Step = Runs.Step("Install", "nova", 1) } },
        { "Waiting", new NodeUpgradeStatus { Conditions = [NotReady], Step = Runs.Step("Install", "nova", 0) } },
        { "Paused", new NodeUpgradeStatus { Conditions = [Runs.Is("Ready", ConditionStatus.False, "Paused")], Step = Runs.Step("Install", "nova", 0) } },
        { "Stalled", new NodeUpgradeStatus { Conditions = [NotReady, Runs.Is("Stalled", ConditionStatus.True, "AptLocked")], Step = Runs.Step("Install", "nova", 6) } },
        { "Stalled", new NodeUpgradeStatus { Conditions = [Runs.Is("Reachable", ConditionStatus.False, "ConnectTimeout"), Runs.Is("Stalled", ConditionStatus.True, "RebootTimedOut")] } },
        { "Unreachable", new NodeUpgradeStatus { Conditions = [NotReady, Runs.Is("Reachable", ConditionStatus.False, "ConnectTimeout")], Step = Runs.Step("Install", "nova", 1) } },
        { "AtTarget", new NodeUpgradeStatus { Conditions = [Runs.Is("Ready", ConditionStatus.True, "UpToDate")] } },
    };

    [Theory]
    [MemberData(nameof(States), DisableDiscoveryEnumeration = true)]
    public void Status_Of_IsOneWord(string expected, NodeUpgradeStatus? status) => Assert.Equal(expected, NodeLine.Of(Runs.Order("ctl1", status)).State.ToString());
}
