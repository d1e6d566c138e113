using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Tests.Planning;

public sealed class PreinstallationTests
{
    [Fact]
    public void LibrariesWantedBefore_Decide_InstallsThemOnceAndThenIsPrepared()
    {
        var sight = new NodeSight("ctl2").Grant((WorkKind.Prepare, ""));
        sight.Order = sight.Order with { Dependencies = DependencyPolicy.Preinstall };

        var step = sight.Until<NodeStep.Preinstall>().Wanted<NodeStep.Preinstall>();

        Assert.False(sight.Plan.IsPrepared);
        Assert.Contains("python3-nova=2:30.0-1", step.Packages.Select(pin => pin.ToString()));
        Assert.All(["keystone", "glance", "nova", "neutron"], own => Assert.Contains(own, step.HeldSources));
        sight.Do();
        Assert.True(sight.Plan.IsPrepared);
        Assert.IsType<NodeDecision.Idle>(sight.Decision);
    }

    /// <summary>W4: nothing replaces libraries under running services unless people ask for it.</summary>
    [Fact]
    public void NothingSaidAboutLibraries_Decide_InstallsThemWithTheComponent()
    {
        var sight = new NodeSight("ctl2").Grant((WorkKind.Prepare, "")).Until<NodeStep.Stage>();
        sight.Do();

        Assert.True(sight.Plan.IsPrepared);
        Assert.IsType<NodeDecision.Idle>(sight.Decision);
    }
}
