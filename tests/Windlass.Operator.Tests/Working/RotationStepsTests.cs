using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;

namespace Windlass.Operator.Tests.Working;

public sealed class RotationStepsTests
{
    private static readonly ServerRef Server = new("key_back", "ctl1");

    /// <summary>It was left alone at the first look and never looked at again: the next peer could begin while this HAProxy did not call it up.</summary>
    [Fact]
    public async Task PeopleGiveBackWhatTheyTookOutMeanwhile_Restore_EndsWhenItIsUpThereToo()
    {
        var cloud = new Cloud();
        await cloud.DeclareAsync();
        await using var life = new OperatorLife(cloud);
        await life.CatchUpAsync();
        var (theirs, ours) = (cloud.Balancers["ctl1"].Inner, cloud.Balancers["ctl2"].Inner);
        theirs.SetState(Server, AdminState.Maintenance);
        ours.SetState(Server, AdminState.Maintenance);
        cloud.Balancers["ctl2"] = new Balancer(new NodeName("ctl2"), ours, _ => true, (_, _, state) =>
        {
            if (state == AdminState.Ready)
            {
                theirs.SetState(Server, AdminState.Ready);
            }
        });

        var open = await life.Rotation.RestoreAsync(Cloud.Space, [Record("ctl1", AdminState.Maintenance), Record("ctl2", AdminState.Ready)], default);

        Assert.Empty(open);
        Assert.True(ours.Snapshot().Find(Server)!.IsInRotation);
        Assert.True(theirs.Snapshot().Find(Server)!.IsInRotation);
    }

    /// <summary>What people keep out stays out, and holds nothing up.</summary>
    [Fact]
    public async Task PeopleKeepItOut_Restore_EndsAndLeavesItAlone()
    {
        var cloud = new Cloud();
        await cloud.DeclareAsync();
        await using var life = new OperatorLife(cloud);
        await life.CatchUpAsync();
        cloud.Balancers["ctl1"].Inner.SetState(Server, AdminState.Drain);
        cloud.Balancers["ctl2"].Inner.SetState(Server, AdminState.Maintenance);

        var open = await life.Rotation.RestoreAsync(Cloud.Space, [Record("ctl1", AdminState.Drain), Record("ctl2", AdminState.Ready)], default);

        Assert.Empty(open);
        Assert.Equal(AdminState.Drain, cloud.Balancers["ctl1"].Inner.Snapshot().Find(Server)!.Admin);
        Assert.True(cloud.Balancers["ctl2"].Inner.Snapshot().Find(Server)!.IsInRotation);
    }

    private static DrainRecord Record(string instance, AdminState before) => new(new NodeName(instance), Server.Backend, Server.Server, before);
}
