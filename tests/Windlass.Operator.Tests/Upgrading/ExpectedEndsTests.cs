using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Upgrades;
using Windlass.Operator.Upgrading;
using Windlass.Testing;

namespace Windlass.Operator.Tests.Upgrading;

/// <summary>Over an upgrade that has nothing left to do: its end is always now, so that each reckoning shows when it was made.</summary>
public sealed class ExpectedEndsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider time = new();
    private readonly ExpectedEnds ends;

    public ExpectedEndsTests() => ends = new ExpectedEnds(time);

    private DateTimeOffset Now => time.GetUtcNow();

    [Fact]
    public void AtWork_Say_TellsTheEnd() => Assert.Equal(Now, Said(told: null));

    [Fact]
    public void ToldAMomentAgo_Say_TellsTheSame()
    {
        var told = Said(told: null);
        time.Advance(14 * Second);

        Assert.Equal(told, Said(told));
    }

    [Fact]
    public void ToldAWhileAgo_Say_ReckonsAnew()
    {
        var told = Said(told: null);
        time.Advance(15 * Second);

        Assert.Equal(Now, Said(told));
    }

    [Fact]
    public void WaitsForAPerson_Say_TellsNoEndAndReckonsAtOnceWhenItGoesOn()
    {
        var told = Said(told: null);
        Assert.Null(Said(told, new Condition("Stalled", ConditionStatus.True, "NodesStalled", "", Now, 1)));

        time.Advance(Second);
        Assert.Equal(Now, Said(told: null));
    }

    /// <summary>Another operator told it: the first reckoning of this one begins with that, and keeps an end that is about right.</summary>
    [Fact]
    public void OperatorIsNew_Say_KeepsWhatTheStatusTells()
    {
        var told = Now + (20 * Second);

        Assert.Equal(told, Said(told));
    }

    private DateTimeOffset? Said(DateTimeOffset? told, params Condition[] conditions)
    {
        var status = new ClusterUpgradeStatus { Stage = UpgradeStage.ControlPlane, StartTime = Now, Conditions = [.. conditions] };
        var upgrade = new ClusterUpgrade
        {
            Metadata = new ObjectMeta { Name = "to-birch", Namespace = "lab", Generation = 1 },
            Spec = new ClusterUpgradeSpec { TargetRelease = "birch" },
            Status = status with { Eta = told },
        };
        var birch = new ClusterRelease { Metadata = new ObjectMeta { Name = "birch" }, Spec = new ClusterReleaseSpec { Recognise = [], Repository = new ReleaseRepository { File = "birch.sources", Content = "" }, Components = [] } };
        return ends.Say(new UpgradeView { Upgrade = upgrade, Upgrades = [upgrade], Releases = [birch], Nodes = [] }, status).Eta;
    }
}
