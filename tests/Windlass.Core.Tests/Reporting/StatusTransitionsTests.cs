using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Reporting;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Reporting;

public sealed class StatusTransitionsTests
{
    private static readonly ClusterUpgradeStatus Running = new()
    {
        ObservedGeneration = 1,
        Stage = "Satellites",
        Nodes = new NodeCounts { Summary = "1/3" },
        Conditions = [new Condition("Ready", ConditionStatus.False, "UpgradeInProgress", "satellites: cmp1 (Install nova)", LabCloud.Start, 1)],
    };

    [Fact]
    public void AnotherSentenceAndCounter_IsDetail() =>
        Assert.True(StatusTransitions.IsDetail(Running, Running with { StepsRun = 7, Conditions = [Running.Conditions[0] with { Message = "satellites: cmp2 (Install nova)" }] }));

    [Fact]
    public void WhatPeopleAndToolsWaitFor_IsNoDetail()
    {
        Assert.False(StatusTransitions.IsDetail(null, Running));
        Assert.False(StatusTransitions.IsDetail(Running, Running with { ObservedGeneration = 2 }));
        Assert.False(StatusTransitions.IsDetail(Running, Running with { Nodes = new NodeCounts { Summary = "2/3" } }));
        Assert.False(StatusTransitions.IsDetail(Running, Running with { CompletionTime = LabCloud.Start }));
        Assert.False(StatusTransitions.IsDetail(Running, Running with { Conditions = [Running.Conditions[0] with { Reason = "NodesStalled" }] }));
        Assert.False(StatusTransitions.IsDetail(Running, Running with { BlockedOn = [new Blocker { Name = "cmp1", Reason = "AptLocked", Message = "held" }] }));
        Assert.False(StatusTransitions.IsDetail(Running, Running with { OpenSchemaWindows = [new SchemaWindow { Component = "nova", Since = LabCloud.Start }] }));
    }
}
