using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Plans;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Effects;
using Windlass.Core.Forecasting;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Plans;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Reporting;

namespace Windlass.Core.Projection;

/// <summary>
/// A cloud in which every step goes well at once: the planners decide, and what they decide is written into what they see next. Not thread-safe.
/// </summary>
internal sealed class ProjectedCloud
{
    /// <summary>Between two waves: longer than any settle time and any pause before another try.</summary>
    private static readonly TimeSpan WaveTime = TimeSpan.FromHours(24);

    /// <summary>Rounds without a step before a run counts as standing still; some grants only open the next.</summary>
    private const int QuietRounds = 5;

    /// <summary>A node that would take more steps in one visit goes round in a circle.</summary>
    private const int MostSteps = 1000;

    private readonly ImmutableArray<ClusterRelease> _releases;
    private readonly ImmutableArray<ClusterNode> _declared;
    private readonly SortedDictionary<string, ProjectedNode> _nodes = new(StringComparer.Ordinal);
    private readonly TargetVersions _versions;
    private readonly ClusterRelease _target;
    private ImmutableArray<ReadOutcome> _balancers;
    private ClusterUpgrade _upgrade;
    private DateTimeOffset _now;

    /// <param name="look">The cloud; its upgrade names a release that exists.</param>
    /// <param name="now">The operator's time.</param>
    public ProjectedCloud(CloudLook look, DateTimeOffset now)
    {
        (_releases, _balancers, _upgrade, _now) = (look.Releases, look.LoadBalancers, look.Upgrade, now);
        foreach (var seen in look.Nodes.OfType<NodeLook.Seen>())
        {
            _nodes.Add(seen.Node.Metadata.Name, new ProjectedNode(seen.Node, seen.Observation, seen.Resolution));
        }

        _declared = [.. look.Nodes.Select(one => one is NodeLook.Unseen ? one.Node with { Spec = one.Node.Spec with { Suspended = true } } : one.Node)];
        _target = look.Releases.First(release => release.Metadata.Name == look.Upgrade.Spec.TargetRelease);
        _versions = new TargetVersions(_target, _nodes.Values.Select(node => node.Observation));
        Pass();
    }

    /// <summary>Nodes that take part.</summary>
    public IEnumerable<ProjectedNode> Selected => _nodes.Values.Where(node => node.Order is not null);

    /// <summary>One pass of the upgrade loop.</summary>
    public ClusterUpgradeStatus Pass()
    {
        var outcome = UpgradePlanner.Decide(View(_upgrade), _now);
        foreach (var order in outcome.Orders)
        {
            if (_nodes.TryGetValue(order.NodeName, out var node))
            {
                node.Take(order);
            }
        }

        _upgrade = _upgrade with { Status = outcome.Status };
        return outcome.Status;
    }

    /// <summary>The plan as the operator would write it, from what the nodes reported before anything was granted.</summary>
    /// <param name="upgrade">As people declared it.</param>
    public UpgradePlanSpec Plan(ClusterUpgrade upgrade)
    {
        var view = View(upgrade);
        return ExpectedEnd.Say(PlanDraft.Whole(view, NodeSlots.Of(view, _now), _now), view, _now);
    }

    /// <summary>Every node reports what it found, before anything is granted.</summary>
    /// <param name="wanted">What people say of findings.</param>
    /// <returns>What checks found, by node.</returns>
    public ImmutableArray<PreflightFinding> LookAround(ClusterUpgradeSpec wanted)
    {
        var findings = ImmutableArray.CreateBuilder<PreflightFinding>();
        foreach (var node in Selected)
        {
            findings.AddRange(Preflight.Check(View(node))
                .Select(check => new PreflightFinding(node.Node.Metadata.Name, check.Check, check.Message, CheckPolicy.IsSkipped(wanted, check))
                {
                    Severity = CheckPolicy.Severity(wanted, check),
                }));
            Visit(node);
        }

        return findings.ToImmutable();
    }

    /// <summary>From here to the target.</summary>
    /// <param name="waves">Where they are added.</param>
    /// <returns>What it would wait for without end; null: nothing.</returns>
    public string? RunToTheEnd(ImmutableArray<ProjectedWave>.Builder waves)
    {
        var quiet = 0;
        while (true)
        {
            var status = Pass();
            if (status.CompletionTime is not null)
            {
                return null;
            }

            ImmutableArray<ProjectedVisit> visits = [.. Selected.Where(node => node.IsDue || node.Waiting is not null).Select(Visit).Where(visit => !visit.Steps.IsEmpty)];
            if (visits.IsEmpty && ++quiet == QuietRounds)
            {
                return Obstacle(status);
            }

            if (!visits.IsEmpty)
            {
                waves.Add(new ProjectedWave(status.Stage ?? "", status.CurrentComponent ?? "", visits));
                quiet = 0;
            }

            if (visits.FirstOrDefault(visit => visit.Steps.Length >= MostSteps) is { } circle)
            {
                return $"{circle.Node.Metadata.Name} would repeat {StepIds.KindOf(circle.Steps[^1].Step)} without end";
            }

            _now += WaveTime;
        }
    }

    /// <summary>One node works until it has nothing left to do, or waits.</summary>
    private ProjectedVisit Visit(ProjectedNode node)
    {
        var steps = ImmutableArray.CreateBuilder<ProjectedStep>();
        node.Pass(WaveTime);
        while (steps.Count < MostSteps)
        {
            var view = View(node);
            var plan = NodePlanner.Decide(view, _now);
            var status = NodeReport.Of(view, plan, [], node.Order!.Status, node.Order.Metadata.Generation ?? 0, _now);
            if (plan.Decision is NodeDecision.Run { Step: NodeStep.Drain drain })
            {
                status = status with { Drains = NodeReport.DrainsOf(DrainClaims.Of(view, drain)) };
            }

            node.Order = node.Order with { Status = status };
            if (plan.Decision is not NodeDecision.Run run)
            {
                node.Waiting = plan.Decision as NodeDecision.Wait;
                break;
            }

            steps.Add(new ProjectedStep(run.Step, node.Changes(run.Step, _versions)));
            Apply(node, run);
        }

        node.IsDue = false;
        return new ProjectedVisit(node.Node, steps.ToImmutable());
    }

    private void Apply(ProjectedNode node, NodeDecision.Run run)
    {
        var records = NodeReport.RecordsOf(node.Order!.Status!);
        switch (run.Step)
        {
            case NodeStep.Drain:
                _balancers = RotationEffect.Of(_balancers, records, AdminState.Drain);
                break;
            case NodeStep.Isolate:
                _balancers = RotationEffect.Of(_balancers, records, AdminState.Maintenance);
                break;
            case NodeStep.Restore restore:
                _balancers = RotationEffect.Of(_balancers, [.. records.Where(record => restore.Backends.Contains(record.Backend))], AdminState.Ready);
                var open = NodeReport.DrainsOf([.. records.Where(record => !restore.Backends.Contains(record.Backend))]);
                node.Order = node.Order with { Status = node.Order.Status! with { Drains = open } };
                break;
            default:
                node.Observation = CommandEffect.Of(node.Observation, run, _versions.For(node.Resolution));
                break;
        }
    }

    private UpgradeView View(ClusterUpgrade upgrade) => new()
    {
        Upgrade = upgrade,
        Upgrades = [upgrade],
        Releases = _releases,
        Nodes = _declared,
        Orders = [.. Selected.Select(node => node.Order!)],
        AreGatesOpen = true,
    };

    private NodeView View(ProjectedNode node)
    {
        var serves = _target.Spec.Components.Any(component =>
            component.ControlPlane is { Backends.IsEmpty: false } plane && node.Node.Spec.Roles.Contains(plane.Role));
        return new NodeView
        {
            Node = new NodeName(node.Node.Metadata.Name),
            Spec = node.Node.Spec,
            Order = node.Order!.Spec,
            Release = _target.Spec,
            SkipComponents = _upgrade.Spec.SkipComponents,
            RecognisedRelease = ReleaseRecognition.Recognise(_releases, node.Observation.Packages),
            Observation = node.Observation,
            Resolution = node.Resolution,
            LoadBalancers = serves ? _balancers : [],
            Drains = node.Order.Status is { } status ? NodeReport.RecordsOf(status) : [],
            PreviousStep = node.Order.Status?.Step,
        };
    }

    private string Obstacle(ClusterUpgradeStatus status)
    {
        var waiting = Selected.Where(node => node.Waiting is not null).Select(node => $"{node.Node.Metadata.Name}: {node.Waiting!.Message}").Take(5).ToImmutableArray();
        return waiting.IsEmpty
            ? status.Conditions.FirstOrDefault(condition => condition.Type == "Ready")?.Message ?? "nothing more is granted"
            : string.Join("; ", waiting);
    }
}
