using Windlass.Core.Api.Meta;
using Windlass.Core.LoadBalancing;
using Windlass.Kubernetes.Queueing;
using Windlass.Operator.Working;

namespace Windlass.Operator.Tests.Working;

/// <summary>After the end of an upgrade: what others do in HAProxy is told and left alone, and idle nodes cost little.</summary>
public sealed class DriftPassTests
{
    private static readonly ServerRef First = new("key_back", "ctl1");

    [Fact]
    public async Task DrainedByHandAfterTheEnd_Passes_NameItAndLeaveIt()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        await OverAsync(cloud, life);
        var (before, steps) = ((await cloud.UpgradeAsync()).Status!, cloud.Machines["ctl1"].Steps.Count);
        Assert.Equal("False AsLeft", await DriftedAsync(cloud));

        cloud.Balancers["ctl2"].Inner.SetState(First, AdminState.Drain);
        await LaterAsync(cloud, life);

        var drifted = (await cloud.UpgradeAsync()).Status!.Conditions.Single(condition => condition.Type == "Drifted");
        Assert.Equal((ConditionStatus.True, "ServersOutOfRotation"), (drifted.Status, drifted.Reason));
        Assert.StartsWith("ctl1: key_back is drained in HAProxy on ctl2. ", drifted.Message, StringComparison.Ordinal);
        Assert.Equal(AdminState.Drain, cloud.Balancers["ctl2"].Inner.Snapshot().Find(First)!.Admin);
        Assert.Equal(steps, cloud.Machines["ctl1"].Steps.Count);
        Assert.Equal(before.CompletionTime, (await cloud.UpgradeAsync()).Status!.CompletionTime);

        cloud.Balancers["ctl2"].Inner.SetState(First, AdminState.Ready);
        await LaterAsync(cloud, life);

        Assert.Equal("False AsLeft", await DriftedAsync(cloud));
        Assert.Empty(cloud.Unclaimed);
    }

    /// <summary>A new operator has no memory but the API: what was out at the end is still left so, what came later is still drift.</summary>
    [Fact]
    public async Task OperatorRestarts_Passes_StillKnowWhatWasLeft()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using (var life = new OperatorLife(cloud))
        {
            await EndAsync(cloud, life);
            cloud.Balancers["ctl1"].Inner.SetState(First, AdminState.Maintenance);
            await OverAsync(cloud, life);
            Assert.Equal("False AsLeft", await DriftedAsync(cloud));
        }

        cloud.Balancers["ctl2"].Inner.SetState(First, AdminState.Maintenance);
        await using var next = new OperatorLife(cloud, fence: 2);
        await LaterAsync(cloud, next);

        Assert.Equal("True ServersOutOfRotation", await DriftedAsync(cloud));
        Assert.Contains("in maintenance in HAProxy on ctl2.", (await cloud.UpgradeAsync()).Status!.Conditions.Single(condition => condition.Type == "Drifted").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HAProxyIsSilentAfterTheEnd_Passes_SayThatItIsUnknown()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        await OverAsync(cloud, life);

        cloud.Balancers["ctl2"].IsSilent = true;
        await LaterAsync(cloud, life);
        Assert.Equal("Unknown HAProxyUnreadable", await DriftedAsync(cloud));

        cloud.Balancers["ctl2"].IsSilent = false;
        await LaterAsync(cloud, life);
        Assert.Equal("False AsLeft", await DriftedAsync(cloud));
    }

    /// <summary>However many nodes serve behind it, and whatever is the matter: minutes lie between two looks.</summary>
    [Fact]
    public async Task UpgradeIsOver_Passes_ReadEachHAProxyOnceForAllNodesAndComeBackInMinutes()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        await OverAsync(cloud, life);
        cloud.Balancers["ctl2"].IsSilent = true;
        cloud.Time.Pass(TimeSpan.FromMinutes(5));
        var before = cloud.Balancers["ctl1"].Reads;

        var outcomes = new[] { await life.NodePassAsync("ctl1"), await life.NodePassAsync("ctl2") };

        Assert.Equal(before + 1, cloud.Balancers["ctl1"].Reads);
        Assert.All(outcomes, outcome => Assert.InRange(Assert.IsType<Reconciled.RequeueAfter>(outcome).Delay, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(6)));
    }

    /// <summary>The upgrade has just said that it is over; its nodes were not looked at since.</summary>
    private static async Task EndAsync(Cloud cloud, OperatorLife life)
    {
        for (var round = 0; round < 100 && (await cloud.UpgradeAsync()).Status is not { CompletionTime: not null }; round++)
        {
            foreach (var node in cloud.Machines.Keys)
            {
                await life.CatchUpAsync();
                await life.NodePassAsync(node);
            }

            cloud.Time.Pass(TimeSpan.FromSeconds(5));
            await life.CatchUpAsync();
            await life.UpgradePassAsync();
        }
    }

    private static async Task OverAsync(Cloud cloud, OperatorLife life)
    {
        await life.FinishAsync();
        await LaterAsync(cloud, life);
    }

    /// <summary>The next looks at all nodes, and what the upgrade makes of them.</summary>
    private static async Task LaterAsync(Cloud cloud, OperatorLife life)
    {
        cloud.Time.Pass(RecentReadings.GoodFor);
        await life.RoundAsync();
        await life.RoundAsync();
    }

    private static async Task<string?> DriftedAsync(Cloud cloud) =>
        (await cloud.UpgradeAsync()).Status!.Conditions.FirstOrDefault(condition => condition.Type == "Drifted") is { } found ? $"{found.Status} {found.Reason}" : null;
}
