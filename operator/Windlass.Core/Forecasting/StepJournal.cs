using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Simulation;

namespace Windlass.Core.Forecasting;

/// <summary>
/// Writes down what every step of a simulated run was for and what it took, by node. The time of a step on load balancers is the least that such a
/// step took anywhere: what is above that is waiting, not work. Not thread-safe.
/// </summary>
internal sealed class StepJournal(SimulatedCluster cluster, StepTimes times)
{
    private readonly Dictionary<string, NodeTally> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OpenRotation> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _least = new(StringComparer.Ordinal);
    private readonly List<(NodeTally Node, string Purpose, string Kind)> _rotations = [];

    public long Steps { get; private set; }

    public IReadOnlyDictionary<string, NodeTally> Nodes => _nodes;

    /// <summary>After every event.</summary>
    /// <param name="stage">Stage of the upgrade.</param>
    public void Look(string stage)
    {
        if (cluster.Completed is { } completed)
        {
            Close(completed.Node.Name.Value);
            var took = (completed.Entry.FinishedAt - completed.Entry.StartedAt)?.TotalSeconds ?? 0;
            Book(completed.Node.Name.Value, PurposeOf(completed.Step, stage), took + times.LookSeconds, cluster.Now, stage);
        }

        if (cluster.Acted is { } acted)
        {
            Rotate(acted, stage);
        }
    }

    /// <summary>No step follows: what is open is booked.</summary>
    public void End()
    {
        foreach (var (node, purpose, kind) in _rotations)
        {
            node.Add(purpose, _least.GetValueOrDefault(kind, times.LookSeconds));
        }

        _rotations.Clear();
    }

    /// <summary>What a step is for: a stage for steps on the node as a whole, else stage and component.</summary>
    public static string Purpose(string stage, string component) => component.Length == 0 ? stage : $"{stage} {component}";

    private static string PurposeOf(NodeStep step, string stage)
    {
        var component = StepIds.ComponentOf(step);
        return step switch
        {
            NodeStep.SyncSchema { Phase: Api.WorkOrders.SchemaPhase.Contract } => Purpose("Contract", component),
            NodeStep.Unquiesce or NodeStep.Autoremove => UpgradeStage.Finishing,
            _ when component.Length == 0 && stage is UpgradeStage.ControlPlane => UpgradeStage.Preparing,
            _ => Purpose(stage, component),
        };
    }

    private void Rotate(SimulatedAct acted, string stage)
    {
        var (name, kind) = (acted.Node.Name.Value, StepIds.TitleOf(acted.Run.Step));
        if (_open.TryGetValue(name, out var open) && open.Title == kind)
        {
            Finish(acted, open);
            return;
        }

        Close(name);
        if (acted.Run.Step is NodeStep.Rotation rotation)
        {
            // The look at which it was decided is part of it.
            _open[name] = new OpenRotation(kind, StepIds.KindOf(rotation), cluster.Now - TimeSpan.FromSeconds(times.LookSeconds), PurposeOf(rotation, stage), stage);
            Finish(acted, _open[name]);
        }
    }

    /// <summary>Everything is given back: no later step will tell.</summary>
    private void Finish(SimulatedAct acted, OpenRotation open)
    {
        if (acted.Run.Step is NodeStep.Restore && cluster.Objects.Order(acted.Node.Name.Value)?.Status is not { Drains.IsEmpty: false })
        {
            Close(acted.Node.Name.Value, cluster.Now + times.Of(acted.Run.Step, acted.Node.Spec.Roles.IsEmpty ? "" : acted.Node.Spec.Roles[0]), open);
        }
    }

    private void Close(string node)
    {
        if (_open.TryGetValue(node, out var open))
        {
            Close(node, cluster.Acted is null ? cluster.Now : cluster.Now - TimeSpan.FromSeconds(times.LookSeconds), open);
        }
    }

    private void Close(string node, DateTimeOffset end, OpenRotation open)
    {
        _open.Remove(node);
        Steps++;
        var took = (end - open.Begin).TotalSeconds;
        _least[open.Kind] = Math.Min(_least.GetValueOrDefault(open.Kind, double.MaxValue), took);
        var tally = TallyOf(node);
        _rotations.Add((tally, open.Purpose, open.Kind));
        Visit(tally, open.Begin, end, open.Stage);
    }

    private void Book(string node, string purpose, double seconds, DateTimeOffset end, string stage)
    {
        Steps++;
        var tally = TallyOf(node);
        tally.Add(purpose, seconds);
        Visit(tally, end - TimeSpan.FromSeconds(seconds), end, stage);
    }

    private void Visit(NodeTally tally, DateTimeOffset begin, DateTimeOffset end, string stage)
    {
        if (stage == UpgradeStage.Satellites)
        {
            (tally.VisitBegin, tally.VisitEnd) = (tally.VisitBegin ?? begin - cluster.Start, end - cluster.Start);
        }
    }

    private NodeTally TallyOf(string node) => _nodes.TryGetValue(node, out var tally) ? tally : _nodes[node] = new NodeTally();

    private sealed record OpenRotation(string Title, string Kind, DateTimeOffset Begin, string Purpose, string Stage);
}
