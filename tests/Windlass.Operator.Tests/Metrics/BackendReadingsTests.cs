using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Operator.Metrics;
using Windlass.Testing;
using static Windlass.Operator.Tests.Metrics.Everything;
using static Windlass.Operator.Tests.Metrics.Scrape;

namespace Windlass.Operator.Tests.Metrics;

/// <summary>How many servers serve, as users meet it.</summary>
public sealed class BackendReadingsTests : IDisposable
{
    private const string Series = """windlass_backend_healthy_servers{backend="api",upgrade="u",upgrade_namespace="r"} """;

    private readonly ManualTimeProvider _time = new();
    private readonly WindlassMetrics _metrics;
    private readonly MetricsListener _listener;

    public BackendReadingsTests()
    {
        _metrics = new WindlassMetrics("test", _time);
        _listener = new MetricsListener(meter => meter == _metrics.Meter);
        _metrics.Show(new MetricsSnapshot(true, [new UpgradeMetrics("r", "u") { Backends = ["api", "unknown"] }]));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _metrics.Dispose();
    }

    /// <summary>Whoever comes by the second HAProxy has one server, however many the first one has.</summary>
    [Fact]
    public void TwoHAProxies_Scraped_TheFewestCount()
    {
        Saw("ctl1", Server("api", "a", HealthState.Up), Server("api", "b", HealthState.NoCheck), Server("other", "c", HealthState.Up));
        Saw("ctl2", Server("api", "a", HealthState.Up), Server("api", "b", HealthState.Down), Server("api", "c", HealthState.Up, AdminState.Drain));

        Assert.Contains(Series + "1\n", Text(_listener), StringComparison.Ordinal);
        Assert.DoesNotContain("unknown", Text(_listener), StringComparison.Ordinal);
    }

    /// <summary>It may be up again, or down: unknown is neither.</summary>
    [Fact]
    public void ReadingIsOld_Scraped_ShowsNothing()
    {
        Saw("ctl1", Server("api", "a", HealthState.Down));
        Assert.Contains(Series + "0\n", Text(_listener), StringComparison.Ordinal);

        _time.Advance(BackendReadings.GoodFor);

        Assert.DoesNotContain(Series, Text(_listener), StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherNamespace_Scraped_IsNotMixedUp()
    {
        _metrics.BalancerSeen("elsewhere", new LoadBalancerSnapshot(new NodeName("ctl1"), 1, "2.6", [Server("api", "a", HealthState.Up)]));

        Assert.DoesNotContain(Series, Text(_listener), StringComparison.Ordinal);
    }

    private void Saw(string instance, params ServerState[] servers) => _metrics.BalancerSeen("r", new LoadBalancerSnapshot(new NodeName(instance), 1, "2.6", [.. servers]));
}
