using Windlass.Core.Api.Plans;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Forecasting;
using Windlass.Core.Planning.Plans;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Forecasting;

/// <summary>An approval covers an outage only when it says how long that is.</summary>
public sealed class ApiOutagesTests
{
    /// <summary>
    /// By typical times, a look of half a second before each: out of rotation 1.7 + 1.7, stopped 2.5, installed 20.5, then the schema 8.5 + 8.5, started 2.5
    /// and back into rotation over three acts of 1.7. Keystone has brought the libraries along.
    /// </summary>
    [Fact]
    public void ComponentGoesDownAsAWhole_Plan_SaysForHowLong() =>
        Assert.Equal((int)Math.Ceiling(1.7 + 1.7 + 2.5 + 20.5 + 8.5 + 8.5 + 2.5 + (LearnedTimes.RestoreActs * 1.7)), Planned(View()).ApisAwaySeconds["glance"]);

    [Fact]
    public void EveryApiServesAllTheTime_Plan_NamesNone()
    {
        var plan = Planned(View(isStrict: false));

        Assert.Empty(plan.ApisAway);
        Assert.Empty(plan.ApisAwaySeconds);
    }

    /// <summary>What was learned between two looks changes what is told, and voids no approval.</summary>
    [Fact]
    public void AnotherRunTaughtOtherTimes_Plan_KeepsItsHash()
    {
        var view = View();
        var past = view.Upgrade with
        {
            Metadata = view.Upgrade.Metadata with { Name = "before", Uid = "u0" },
            Status = new ClusterUpgradeStatus
            {
                StartTime = LabCloud.Start.AddDays(-2),
                CompletionTime = LabCloud.Start.AddDays(-1),
                StepTimes = [new StepTime { Role = "controller", Step = "Expand glance", Count = 3, MedianMilliseconds = 700_000, LongestMilliseconds = 700_000 }],
            },
        };

        var (typical, learned) = (Planned(view), Planned(view with { Upgrades = [view.Upgrade, past] }));

        Assert.Equal(typical.Hash, learned.Hash);
        Assert.InRange(learned.ApisAwaySeconds["glance"] - typical.ApisAwaySeconds["glance"], 600, 800);
        Assert.Equal([$"glance (about {learned.ApisAwaySeconds["glance"]} s)"], ApiOutages.Names(learned));
    }

    private static UpgradePlanSpec Planned(UpgradeView view) => ExpectedEnd.Say(PlanDraft.Whole(view, NodeSlots.Of(view, LabCloud.Start), LabCloud.Start), view, LabCloud.Start);

    /// <summary>As it stands when every node was seen, and nothing has begun.</summary>
    private static UpgradeView View(bool isStrict = true)
    {
        var spec = new ClusterUpgradeSpec { TargetRelease = "birch", Approval = new UpgradeApproval { Mode = ApprovalMode.Manual } };
        var cluster = new LabCloud { Spec = spec, Releases = isStrict ? LabReleases.Strict : LabReleases.All }.Build();
        cluster.Until(one => one.Now - one.Start > TimeSpan.FromSeconds(55));
        return new UpgradeView
        {
            Upgrade = cluster.Objects.Upgrade, Upgrades = [cluster.Objects.Upgrade], Releases = cluster.Objects.Releases, Nodes = cluster.Objects.Nodes, Orders = [.. cluster.Objects.Orders],
        };
    }
}
