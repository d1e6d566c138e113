using Windlass.Core.Api.Upgrades;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Tests.Planning;

public sealed class PreflightTests
{
    [Fact]
    public void HealthyController_Check_FindsNothing() => Assert.Empty(Preflight.Check(new NodeSight("ctl2").View));

    [Fact]
    public void HalfConfigured_Check_SaysWhatToRun() => AssertFinds(PreflightCheck.PackagesSane, "dpkg --configure -a", sight =>
        sight.Node.Machine = sight.Node.Machine.With([sight.Node.Machine.Packages["keystone"] with { IsConfigured = false }]));

    [Fact]
    public void PackageOnHold_Check_NamesIt() => AssertFinds(PreflightCheck.PackagesNotHeld, "keystone", sight =>
        sight.Node.Machine = sight.Node.Machine.With([sight.Node.Machine.Packages["keystone"] with { IsHeld = true }]));

    [Fact]
    public void HAProxyUnreadable_Check_NamesItsNode() => AssertFinds(PreflightCheck.BackendsKnown, "ctl3", sight => sight.Cluster.Node("ctl3").IsReachable = false);

    [Fact]
    public void ServerDown_Check_NamesIt() => AssertFinds(PreflightCheck.BackendsHealthy, "glance/ctl1", sight =>
    {
        sight.Cluster.Balancers.Listen(server => server.Server != new ServerRef("glance", "ctl1"));
        for (var i = 0; i < 3; i++)
        {
            sight.Cluster.Balancers.CheckAll();
        }
    });

    [Fact]
    public void ServerTakenOutByPeople_Check_IsNoFault()
    {
        var sight = new NodeSight("ctl2");
        sight.Cluster.Balancers[new("ctl1")].SetState(new ServerRef("glance", "ctl1"), AdminState.Maintenance);

        Assert.Empty(Preflight.Check(sight.View));
    }

    [Fact]
    public void DiskFull_Check_SaysHowMuchIsFree()
    {
        var view = new NodeSight("ctl2").View;
        var full = view with { Observation = view.Observation with { Machine = view.Observation.Machine with { FreeBytes = 100 << 20 } } };

        var check = Assert.Single(Preflight.Check(full));
        Assert.Equal(PreflightCheck.DiskSpace, check.Check);
        Assert.StartsWith("100 MiB are free", check.Message, StringComparison.Ordinal);
    }

    private static void AssertFinds(PreflightCheck wanted, string text, Action<NodeSight> harm)
    {
        var sight = new NodeSight("ctl2");
        harm(sight);
        var found = Assert.Single(Preflight.Check(sight.View), check => check.Check == wanted);
        Assert.Contains(text, found.Message, StringComparison.Ordinal);
    }
}
