using Microsoft.Extensions.Logging.Abstractions;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Events;
using Windlass.Kubernetes.Wire;
using Windlass.Testing;

namespace Windlass.Kubernetes.Tests.Events;

public sealed class EventRecorderTests : IAsyncDisposable
{
    private readonly ManualTimeProvider clock = new();
    private readonly CancellationTokenSource stop = new();
    private readonly InMemoryClusterApi api;
    private readonly EventRecorder recorder;
    private readonly Widget widget = new() { Metadata = new ObjectMeta { Name = "w", Namespace = "ns", Uid = "u1" } };
    private Task running = Task.CompletedTask;

    public EventRecorderTests()
    {
        api = new InMemoryClusterApi(new InMemoryCluster(clock));
        var options = new EventOptions { Controller = "windlass.dev/test", Instance = "i-0", Capacity = 10 };
        recorder = new EventRecorder(api, options, clock, NullLogger<EventRecorder>.Instance);
    }

    [Fact]
    public async Task DifferentNotes_Record_OneObjectWithSeries()
    {
        running = recorder.RunAsync(stop.Token);
        for (var i = 1; i <= 5; i++)
        {
            recorder.Record(widget, EventType.Warning, "Slow", "Drain", $"{i} sessions left");
        }

        await Until.TrueAsync(() => api.Cluster.Writes == 2, "one create, one patch");
        var single = Assert.Single(await StoredAsync());
        Assert.Equal((2, "1 sessions left", "Warning"), (single.Series?.Count, single.Note, single.Type));
        Assert.Equal(("w", "u1", "testing.windlass.dev/v1"), (single.Regarding?.Name, single.Regarding?.Uid, single.Regarding?.ApiVersion));
        await Until.TrueAsync(clock, TimeSpan.FromMinutes(1), () => api.Cluster.Writes == 3, "final count after silence");
        Assert.Equal(5, Assert.Single(await StoredAsync()).Series?.Count);
    }

    [Fact]
    public async Task AfterSilence_Record_NewObject()
    {
        running = recorder.RunAsync(stop.Token);
        recorder.Record(widget, EventType.Normal, "Began", "Upgrade", "one");
        await Until.TrueAsync(() => api.Cluster.Writes == 1, "first");
        clock.Advance(TimeSpan.FromMinutes(7));
        recorder.Record(widget, EventType.Normal, "Began", "Upgrade", "two");
        await Until.TrueAsync(() => api.Cluster.Writes == 2, "second");

        Assert.Equal(2, (await StoredAsync()).Count);
    }

    [Fact]
    public async Task EventForgottenByServer_Repetition_MakesItAgain()
    {
        running = recorder.RunAsync(stop.Token);
        recorder.Record(widget, EventType.Normal, "Began", "Upgrade", "one");
        await Until.TrueAsync(() => api.Cluster.Writes == 1, "first");
        await api.DeleteAsync(Event.ResourceType, ResourceKey.Of(Assert.Single(await StoredAsync())), new DeleteOptions(), CancellationToken.None);
        recorder.Record(widget, EventType.Normal, "Began", "Upgrade", "two");
        await Until.TrueAsync(() => api.Cluster.Writes == 3, "made again");

        Assert.Single(await StoredAsync());
    }

    [Fact]
    public void NobodyWrites_Record_DropsBeyondCapacityWithoutWaiting()
    {
        for (var i = 0; i < 13; i++)
        {
            recorder.Record(widget, EventType.Normal, "Began", "Upgrade", "note");
        }

        Assert.Equal(3, recorder.Dropped);
    }

    [Fact]
    public async Task LongNoteAndClusterScope_Record_FitTheRules()
    {
        running = recorder.RunAsync(stop.Token);
        var wide = new Widget { Metadata = new ObjectMeta { Name = new string('n', 253) } };
        recorder.Record(wide, EventType.Normal, new string('R', 200), "Act", string.Concat(Enumerable.Repeat("😀", 400)));
        await Until.TrueAsync(() => api.Cluster.Writes == 1, "written");

        var single = Assert.Single(await StoredAsync("default"));
        Assert.Equal(1024, System.Text.Encoding.UTF8.GetByteCount(single.Note!));
        Assert.Equal(128, single.Reason!.Length);
        Assert.InRange(single.Metadata.Name.Length, 1, 253);
    }

    [Fact]
    public async Task ServerDown_Record_IsTriedAgain()
    {
        api.Fault = _ => new ApiFailure.Unavailable("down");
        running = recorder.RunAsync(stop.Token);
        recorder.Record(widget, EventType.Normal, "Began", "Upgrade", "one");
        await Until.TrueAsync(() => api.Calls.Count == 1, "tried");
        api.Fault = null;
        await Until.TrueAsync(clock, TimeSpan.FromSeconds(1), () => api.Cluster.Writes == 1, "written");
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
    }

    private async Task<List<Event>> StoredAsync(string space = "ns")
    {
        var door = new InMemoryClusterApi(api.Cluster);
        var list = await door.ListAsync(Event.ResourceType, new ListOptions { Namespace = space }, CancellationToken.None);
        return [.. ((ApiOutcome<ResourceList<Event>>.Ok)list).Value.Items];
    }
}
