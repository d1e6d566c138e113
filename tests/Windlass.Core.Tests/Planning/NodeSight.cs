using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Simulation;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Planning;

/// <summary>One node of the simulated lab and what the node planner sees of it, for tests that change one thing at a time.</summary>
internal sealed class NodeSight
{
    public NodeSight(string node, LabCloud? cloud = null)
    {
        Cluster = (cloud ?? new LabCloud()).Build();
        Node = Cluster.Node(node);
        Order = new NodeUpgradeSpec { UpgradeName = "to-birch", NodeName = node, TargetRelease = "birch" };
        Now = LabCloud.Start;
    }

    public SimulatedCluster Cluster { get; }

    public SimulatedNode Node { get; }

    public NodeUpgradeSpec Order { get; set; }

    public ImmutableArray<DrainRecord> Drains { get; set; } = [];

    public NodeStepStatus? PreviousStep { get; set; }

    public DateTimeOffset Now { get; set; }

    public NodeView View
    {
        get
        {
            var observation = Node.Observe(Now, Now, Probes.For(Node.Spec, LabReleases.Birch.Spec));
            return new NodeView
            {
                Node = Node.Name,
                Spec = Node.Spec,
                Order = Order,
                Release = LabReleases.Birch.Spec,
                RecognisedRelease = ReleaseRecognition.Recognise(LabReleases.All, observation.Packages),
                Observation = observation,
                LoadBalancers = Cluster.Balancers.Read(),
                Drains = Drains,
                PreviousStep = PreviousStep,
            };
        }
    }

    public NodePlan Plan => NodePlanner.Decide(View, Now);

    public NodeDecision Decision => Plan.Decision;

    public NodeSight Grant(params (WorkKind Work, string Component)[] grants)
    {
        Order = Order with { Grants = [.. Order.Grants, .. grants.Select(grant => new Grant { Work = grant.Work, Component = grant.Component })] };
        return this;
    }

    /// <summary>The step that the node planner wants to run.</summary>
    public T Wanted<T>()
        where T : NodeStep => Assert.IsType<T>(Assert.IsType<NodeDecision.Run>(Decision).Step);

    public NodeDecision.Wait Waits(WaitReason reason)
    {
        var wait = Assert.IsType<NodeDecision.Wait>(Decision);
        Assert.Equal(reason, wait.Reason);
        Assert.NotEmpty(wait.Message);
        return wait;
    }

    /// <summary>Carries out what is wanted now, as the operator and the node would, and lets time pass.</summary>
    public NodeSight Do()
    {
        var run = Assert.IsType<NodeDecision.Run>(Decision);
        switch (run.Step)
        {
            case NodeStep.Drain drain:
                Drains = DrainClaims.Of(View, drain);
                Cluster.Balancers.Set(Drains, AdminState.Drain, state => state == AdminState.Ready);
                break;
            case NodeStep.Isolate:
                Cluster.Balancers.Set(Drains, AdminState.Maintenance, state => state != AdminState.Maintenance);
                break;
            case NodeStep.Command command:
                Node.Advance(run.Id, command, run.Attempt, Now, TimeSpan.FromSeconds(1));
                Now += TimeSpan.FromSeconds(1);
                Node.Complete(Now);
                break;
        }

        Cluster.Balancers.Listen(server => Cluster.Nodes.Any(node => node.Spec.Address == server.Address && node.IsListening(server.Port)));
        return this;
    }

    /// <summary>Goes on until a step of this kind is wanted.</summary>
    public NodeSight Until<T>()
        where T : NodeStep
    {
        for (var i = 0; i < 20 && Decision is NodeDecision.Run { Step: not T }; i++)
        {
            Do();
        }

        Wanted<T>();
        return this;
    }

    /// <summary>Quiet, switched and downloaded.</summary>
    public NodeSight Prepared()
    {
        Grant((WorkKind.Prepare, ""));
        while (Decision is NodeDecision.Run)
        {
            Do();
        }

        return this;
    }
}
