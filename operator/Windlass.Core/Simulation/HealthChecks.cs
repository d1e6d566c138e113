namespace Windlass.Core.Simulation;

/// <summary>The health checks of every HAProxy, once a second.</summary>
internal sealed class HealthChecks(SimulatedCluster cluster) : SimulatedActor
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private DateTimeOffset _due = cluster.Start + Interval;

    public override DateTimeOffset? Due => _due;

    public override void Act()
    {
        cluster.Balancers.CheckAll();
        _due = cluster.Now + Interval;
    }

    public override bool PassOver()
    {
        if (!cluster.Balancers.IsSettled)
        {
            return false;
        }

        _due += Interval;
        return true;
    }
}
