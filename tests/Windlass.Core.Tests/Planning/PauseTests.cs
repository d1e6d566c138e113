using Windlass.Core.Api.Upgrades;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Planning;

/// <summary>Pauses that end without anybody's doing.</summary>
public sealed class PauseTests
{
    /// <summary>Half an hour is three times what a step may take: the pause must not count for it.</summary>
    [Fact]
    public void PauseLapsesInMidRun_Upgrade_GoesOnByItselfAndNothingIsStalled()
    {
        var cloud = new LabCloud { Computes = 0 };
        var cluster = cloud.Build().Until(one => one.Objects.Upgrade.Status is { StepsRun: > 12 });
        var until = cluster.Now.AddMinutes(30);
        cluster.Objects.Declare(cloud.Spec with { PauseRequests = [new PauseRequest { Requester = "ops", Reason = "lunch", Until = until }] });

        cluster.Until(one => one.Is("Paused"));
        var begun = cluster.Objects.Upgrade.Status!.StepsRun;
        cluster.Until(one => one.Now >= until.AddMinutes(-2));
        Assert.True(cluster.Is("Paused"));
        Assert.InRange(cluster.Objects.Upgrade.Status!.StepsRun, begun, begun + cloud.Controllers);

        cluster.ToTheEnd();
        Assert.True(cluster.Is("Ready"), cluster.Transcript());
    }
}
