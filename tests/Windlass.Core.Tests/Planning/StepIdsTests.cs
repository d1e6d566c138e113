using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Tests.Planning;

/// <summary>Step ids are written on nodes: a new version of the operator must find the steps of the old one, so they must never change.</summary>
public sealed class StepIdsTests
{
    [Theory]
    [MemberData(nameof(Known))]
    public void KnownStep_Of_NeverChanges(string id, NodeStep step) => Assert.Equal(id, StepIds.Of("birch", step).Value);

    [Fact]
    public void EqualContents_Of_IsTheSameStep() => Assert.Equal(
        StepIds.Of("birch", new NodeStep.Install("nova", [new PackagePin("nova-api", new("2:30.0-1"))], ["nova-api.service"], [])),
        StepIds.Of("birch", new NodeStep.Install("nova", [new PackagePin("nova-api", new("2:30.0-1"))], [], ["openvswitch"])));

    [Fact]
    public void OtherRelease_Of_IsAnotherStep() =>
        Assert.NotEqual(StepIds.Of("birch", new NodeStep.Quiesce(["puppet.service"])), StepIds.Of("cedar", new NodeStep.Quiesce(["puppet.service"])));

    [Fact]
    public void OtherVersion_Of_IsAnotherStep() => Assert.NotEqual(
        StepIds.Of("birch", new NodeStep.SyncSchema("nova", SchemaPhase.Expand, ["nova-manage"], "nova", "2:30.0-1")),
        StepIds.Of("birch", new NodeStep.SyncSchema("nova", SchemaPhase.Expand, ["nova-manage"], "nova", "2:30.1-1")));

    [Fact]
    public void LongComponent_Of_FitsIntoAUnitName() =>
        Assert.InRange(StepIds.Of("birch", new NodeStep.Release(new string('x', 60), ["x.service"])).Value.Length, 1, 64);

    public static TheoryData<string, NodeStep> Known() => new()
    {
        { "quiesce-1c87bd9d2e49", new NodeStep.Quiesce(["puppet.service"]) },
        { "configure-a09dc0b4274a", new NodeStep.Configure("puppet", "to-birch", ["puppet", "agent"], [0, 2], 3600) },
        { "reboot-cefc416e8c58", new NodeStep.Reboot("to-birch") },
        { "autoremove-e6c7da5b6657", new NodeStep.Autoremove("to-birch", ["python3-old"], [], []) },
        { "stage-e07befda359e", new NodeStep.Stage([new PackagePin("nova-api", new("2:30.0-1"))], []) },
        { "preinstall-0c25136fa623", new NodeStep.Preinstall("to-birch", [new PackagePin("nova-api", new("2:30.0-1"))], [], []) },
        { "stopandhold-nova-e25081f3a753", new NodeStep.StopAndHold("nova", ["nova-api.service"], 60) },
        { "install-nova-aff15fa8dbb4", new NodeStep.Install("nova", [new PackagePin("nova-api", new("2:30.0-1"))], ["nova-api.service"], []) },
        { "expand-nova-70584384f83e", new NodeStep.SyncSchema("nova", SchemaPhase.Expand, ["nova-manage", "api_db", "sync"], "nova", "2:30.0-1") },
        { "release-nova-218b92d7491b", new NodeStep.Release("nova", ["nova-api.service"]) },
        { "restart-nova-c1cc9328a3ac", new NodeStep.Restart("nova", ["nova-api.service"], 60, RestartCause.OldCode) },
    };
}
