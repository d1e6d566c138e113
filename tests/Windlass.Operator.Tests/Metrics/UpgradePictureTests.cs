using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.LoadBalancing;
using Windlass.Operator.Metrics;

namespace Windlass.Operator.Tests.Metrics;

public sealed class UpgradePictureTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Paused", "paused")]
    [InlineData("WaitingForWindow", "window")]
    [InlineData("WaitingForLock", "lock")]
    [InlineData("AwaitingApproval", "approval")]
    [InlineData("UpgradeInProgress", null)]
    [InlineData("NodesStalled", null)]
    public void ReasonOfReady_Picture_TellsWhatIsWaitedFor(string reason, string? expected) =>
        Assert.Equal(expected, Picture(new ClusterUpgradeStatus { Conditions = [new Condition("Ready", ConditionStatus.False, reason, "", Start, 1)] }).WaitsFor);

    /// <summary>Somebody is woken for a server on old code; agents on computes may follow for hours.</summary>
    [Theory]
    [InlineData(ComponentState.Behind, ComponentState.Behind, true)]
    [InlineData(ComponentState.AtTarget, ComponentState.Behind, false)]
    public void OpenSchemaWindow_Picture_TellsWhetherServersAreBehind(ComponentState server, ComponentState agent, bool expected)
    {
        var status = new ClusterUpgradeStatus { OpenSchemaWindows = [new SchemaWindow { Component = "nova", Since = Start }] };

        var window = Assert.Single(Picture(status, Order("ctl1", server), Order("cmp1", agent)).SchemaWindows);

        Assert.Equal(new SchemaWindowMetric("nova", Start, expected), window);
    }

    [Fact]
    public void StepInHand_Picture_HasADeadline()
    {
        var order = Order("ctl1", ComponentState.Behind);
        order = order with { Status = order.Status! with { Step = new NodeStepStatus { Name = "Install", StartTime = Start } } };

        var step = Assert.Single(Picture(new ClusterUpgradeStatus(), order).Steps);

        Assert.Equal(Start.AddSeconds(order.Spec.StallAfterSeconds), step.Deadline);
    }

    /// <summary>Two replicas must not report the same node; which upgrade goes on is told by the leader alone.</summary>
    [Fact]
    public void NodesOfOtherShards_Picture_AreLeftToOthers()
    {
        NodeUpgrade[] orders = [Stepping("ctl1"), Stepping("cmp1")];

        var picture = Picture(new PictureFrame(false, 4, node => node.Name == "cmp1"), new ClusterUpgradeStatus(), orders);

        Assert.False(picture.IsLed);
        Assert.Equal("cmp1", Assert.Single(picture.Steps).Host);
        Assert.Equal("cmp1", Assert.Single(picture.Drained).Host);
        Assert.Equal("cmp1", Assert.Single(picture.Unreachable).Host);
    }

    [Fact]
    public void NoStepHasEndedYet_Picture_ProgressBeginsWithTheWork() =>
        Assert.Equal(Start, Picture(new ClusterUpgradeStatus { StartTime = Start }).LastProgress);

    /// <summary>What others took out is shown as theirs, after the end too; a service that is down was taken out by nobody.</summary>
    [Fact]
    public void OutOfRotation_Picture_IsDrainedByOthers()
    {
        OutOfRotation Out(string backend, RotationLoss state, string instance = "ctl1") => new() { Instance = instance, Backend = backend, Server = "its", State = state };
        var order = Order("ctl1", ComponentState.AtTarget);
        order = order with
        {
            Status = order.Status! with
            {
                OutOfRotation = [Out("nova", RotationLoss.Drained), Out("nova", RotationLoss.Drained, "ctl2"), Out("glance", RotationLoss.InMaintenance), Out("keystone", RotationLoss.Down), Out("", RotationLoss.Unreadable)],
            },
        };

        Assert.Equal(
            [new DrainedBackend("ctl1", "nova", DrainOwner.Foreign), new DrainedBackend("ctl1", "glance", DrainOwner.Foreign)],
            Picture(new ClusterUpgradeStatus(), order).Drained);
    }

    [Theory]
    [InlineData(UpgradeStage.Satellites, false, false)]
    [InlineData(UpgradeStage.Finalizing, false, true)]
    [InlineData(UpgradeStage.Done, false, true)]
    [InlineData(UpgradeStage.Done, true, false)]
    public void NodeNotGivenBack_Picture_IsLeftBehindOnlyWhenTheRunEnds(string stage, bool isGivenBack, bool expected)
    {
        var order = Order("ctl1", ComponentState.AtTarget);
        order = order with { Status = order.Status! with { StepsRun = 3, IsGivenBack = isGivenBack } };
        var status = new ClusterUpgradeStatus { StartTime = Start, Stage = stage, CompletionTime = stage == UpgradeStage.Done ? Start : null };

        Assert.Equal(expected ? [new LeftBehindNode("ctl1", "")] : [], Picture(status, order).Run!.LeftBehind);
    }

    [Fact]
    public void FindingsOfChecks_Picture_CountNodesNotComponents()
    {
        FailedCheck Found(string component) => new() { Check = PreflightCheck.UpgradeChecks, Component = component, Message = "no" };
        var (one, other) = (Order("ctl1", ComponentState.Behind), Order("cmp1", ComponentState.Behind));
        one = one with { Status = one.Status! with { FailedChecks = [Found("nova"), Found("glance")] } };
        other = other with { Status = other.Status! with { FailedChecks = [Found("nova")] } };

        Assert.Equal([new CheckCount("UpgradeChecks", "Failure", 2)], Picture(new ClusterUpgradeStatus(), one, other).Run!.Checks);
    }

    [Fact]
    public void StalledNode_Picture_SpendsTheBudget()
    {
        var order = Order("cmp1", ComponentState.Behind);
        order = order with { Status = order.Status! with { Conditions = [new Condition("Stalled", ConditionStatus.True, "AptLocked", "", Start, 1)] } };

        Assert.Equal(new BudgetMetric(0, 1), Picture(new ClusterUpgradeStatus { StartTime = Start }, order).Run!.Budget);
    }

    /// <summary>That nobody serves while a schema moves which upstream excludes old code from is the plan; that nobody serves else is not.</summary>
    [Theory]
    [InlineData(SchemaWindowKind.AllStopped, "nova", false)]
    [InlineData(SchemaWindowKind.AllStopped, "glance", true)]
    [InlineData(SchemaWindowKind.OldCodeMayRun, "nova", true)]
    public void RunAtWork_Picture_HasBackendsThatOughtToServe(SchemaWindowKind window, string inWork, bool expected)
    {
        var schema = new ComponentSchema { Expand = new ComponentCommand { Run = ["sync"] }, Edges = [new SchemaEdge { From = "alder", Window = window }] };
        UpgradeMetrics Of(ClusterUpgradeStatus status) => Picture(new PictureFrame(true, 8, _ => true), status, schema);

        Assert.Equal(expected ? ["nova_api"] : [], Of(new ClusterUpgradeStatus { StartTime = Start, FromRelease = "alder", CurrentComponent = inWork }).Backends);
        Assert.Empty(Of(new ClusterUpgradeStatus()).Backends);
        Assert.Empty(Of(new ClusterUpgradeStatus { StartTime = Start, CompletionTime = Start }).Backends);
    }

    [Fact]
    public void RunIsOver_Picture_CountsWhatHasDrifted()
    {
        Assert.Null(Picture(new ClusterUpgradeStatus { Nodes = new NodeCounts() }).Drifted);
        Assert.Equal(2, Picture(new ClusterUpgradeStatus { Nodes = new NodeCounts { Drifted = 2 }, CompletionTime = Start }).Drifted);
    }

    private static UpgradeMetrics Picture(ClusterUpgradeStatus status, params NodeUpgrade[] orders) => Picture(new PictureFrame(true, 8, _ => true), status, orders);

    private static UpgradeMetrics Picture(PictureFrame frame, ClusterUpgradeStatus status, params NodeUpgrade[] orders) => Picture(frame, status, null, orders);

    private static UpgradeMetrics Picture(PictureFrame frame, ClusterUpgradeStatus status, ComponentSchema? schema, params NodeUpgrade[] orders)
    {
        var upgrade = new ClusterUpgrade
        {
            Metadata = new ObjectMeta { Name = "up", Namespace = "r" },
            Spec = new ClusterUpgradeSpec { TargetRelease = "birch" },
            Status = status,
        };
        var release = new ClusterRelease
        {
            Metadata = new ObjectMeta { Name = "birch", Namespace = "r" },
            Spec = new ClusterReleaseSpec
            {
                Recognise = [],
                Repository = new ReleaseRepository { File = "birch.sources", Content = "" },
                Components = [new ReleaseComponent { Name = "nova", SourcePackages = ["nova"], ControlPlane = new ComponentControlPlane { Role = "controller", Backends = ["nova_api"] }, Schema = schema }],
            },
        };
        return UpgradePicture.Of([upgrade], orders, [Node("ctl1", "controller"), Node("cmp1", "compute")], [release], frame).Upgrades.Single();
    }

    private static NodeUpgrade Stepping(string node)
    {
        var order = Order(node, ComponentState.Behind);
        return order with
        {
            Status = order.Status! with
            {
                Step = new NodeStepStatus { Name = "Install", StartTime = Start },
                Drains = [new DrainStatus { Instance = "ctl1", Backend = "key", Server = node, Before = AdminState.Ready }],
                Conditions = [new Condition("Reachable", ConditionStatus.False, "ConnectTimeout", "", Start, 1)],
            },
        };
    }

    private static ClusterNode Node(string name, string role) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "r" },
        Spec = new ClusterNodeSpec { Address = name, Roles = [role], Ssh = new NodeSsh { SecretRef = new SecretReference { Name = "ssh" } } },
    };

    private static NodeUpgrade Order(string node, ComponentState state) => new()
    {
        Metadata = new ObjectMeta { Name = $"up-{node}", Namespace = "r" },
        Spec = new NodeUpgradeSpec { NodeName = node, UpgradeName = "up", TargetRelease = "birch" },
        Status = new NodeUpgradeStatus { Components = [new ComponentStatus { Name = "nova", State = state }] },
    };
}
