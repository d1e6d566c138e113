using Windlass.Core.Api.Meta;
using Windlass.Core.Api.WorkOrders;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Hosting;
using Windlass.Operator.Metrics;
using Windlass.Operator.Resources;
using Windlass.Operator.Tests.Metrics;
using Windlass.Testing;

namespace Windlass.Operator.Tests.Hosting;

public sealed class MeasuredClusterApiTests : IDisposable
{
    private static readonly ResourceKey Key = new("region-1", "to-birch-ctl1");
    private static readonly ApplyOptions Apply = new("test");

    private readonly WindlassMetrics _metrics = new("1.2.3");
    private readonly MetricsListener _listener;
    private readonly InMemoryClusterApi _inner = new(new InMemoryCluster(TimeProvider.System));
    private readonly MeasuredClusterApi _api;

    public MeasuredClusterApiTests()
    {
        _listener = new MetricsListener(meter => meter == _metrics.Meter);
        _api = new MeasuredClusterApi(_inner, _metrics);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public async Task EveryKindOfWrite_IsCountedAndDone()
    {
        var stop = TestContext.Current.CancellationToken;
        await _api.CreateAsync(Kinds.WorkOrders, Order, stop);
        await _api.ReplaceAsync(Kinds.WorkOrders, Order, stop);
        await _api.ApplyAsync(Kinds.WorkOrders, Order, Apply, stop);
        await _api.ApplyStatusAsync(Kinds.WorkOrders, Order, Apply, stop);
        await _api.ApplyStatusAsync(Kinds.WorkOrders, Order, Apply, stop);
        await _api.PatchAsync(Kinds.WorkOrders, Key, new ResourcePatch.Merge("{}"), stop);
        await _api.DeleteAsync(Kinds.WorkOrders, Key, new DeleteOptions(), stop);

        Assert.Equal(["create", "replace", "apply", "apply-status", "apply-status", "patch", "delete"], _inner.Calls.Select(call => call.Verb));
        Assert.Equal(
            [Line("apply", 1), Line("apply_status", 2), Line("create", 1), Line("delete", 1), Line("patch", 1), Line("replace", 1)], Writes());
    }

    [Fact]
    public async Task Refused_IsCountedAsErrorAndHandedOn()
    {
        var refused = new ApiFailure.Conflict("somebody else's");
        _inner.Fault = _ => refused;

        var outcome = await _api.ApplyStatusAsync(Kinds.WorkOrders, Order, Apply, TestContext.Current.CancellationToken);

        Assert.Same(refused, outcome.Failure);
        Assert.Equal([Line("apply_status", 1, "error")], Writes());
    }

    [Fact]
    public async Task Reads_AreNotCounted()
    {
        var stop = TestContext.Current.CancellationToken;
        await _api.GetAsync(Kinds.WorkOrders, Key, stop);
        await _api.ListAsync(Kinds.WorkOrders, new ListOptions(), stop);

        Assert.Equal(["get", "list"], _inner.Calls.Select(call => call.Verb));
        Assert.Empty(Writes());
    }

    private static NodeUpgrade Order => new()
    {
        Metadata = new ObjectMeta { Namespace = Key.Namespace, Name = Key.Name },
        Spec = new NodeUpgradeSpec { UpgradeName = "to-birch", NodeName = "ctl1", TargetRelease = "birch", Role = "controller" },
    };

    private static string Line(string verb, int count, string result = "success") =>
        $$"""windlass_api_writes_total{kind="NodeUpgrade",result="{{result}}",verb="{{verb}}"} {{count}}""";

    private IEnumerable<string> Writes() =>
        Scrape.Text(_listener).Split('\n').Where(line => line.StartsWith("windlass_api_writes_total{", StringComparison.Ordinal));
}
