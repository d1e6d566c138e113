using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Planning;

/// <summary>Whole upgrades of a simulated cloud, event by event.</summary>
public sealed class UpgradeTranscriptTests
{
    [Fact]
    public void SixNodesAtAlder_Upgrade_ReachBirchInOrder() => Golden.Check("plain", new LabCloud().Build().ToTheEnd().Transcript());
}
