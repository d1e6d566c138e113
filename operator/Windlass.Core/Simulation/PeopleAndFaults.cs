using System.Collections.Immutable;

namespace Windlass.Core.Simulation;

/// <summary>What people and faults do, each at its time.</summary>
internal sealed class PeopleAndFaults(SimulatedCluster cluster, ImmutableArray<Happening> happenings) : SimulatedActor
{
    private readonly Queue<Happening> _open = new(happenings.OrderBy(happening => happening.After));

    public override DateTimeOffset? Due => _open.TryPeek(out var next) ? cluster.Start + next.After : null;

    public override void Act()
    {
        var happening = _open.Dequeue();
        cluster.Tell("-", SimulationEventKind.Happens, happening.Text);
        happening.Act(cluster);
    }
}
