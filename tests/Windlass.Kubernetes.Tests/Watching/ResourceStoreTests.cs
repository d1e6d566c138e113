using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Watching;
using Windlass.Testing;

namespace Windlass.Kubernetes.Tests.Watching;

public sealed class ResourceStoreTests : IAsyncDisposable
{
    private readonly ManualTimeProvider clock = new();
    private readonly InMemoryClusterApi api;
    private readonly ResourceStore<Widget> store;
    private readonly ConcurrentQueue<string> changes = new();
    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;

    public ResourceStoreTests()
    {
        api = new InMemoryClusterApi(new InMemoryCluster(clock));
        store = new ResourceStore<Widget>(api, Widget.Type, new StoreOptions { Namespace = "ns" }, clock, NullLogger<ResourceStore<Widget>>.Instance);
        store.OnChanged(key => changes.Enqueue(key.Name));
    }

    [Fact]
    public async Task ObjectsBeforeAndAfterStart_Run_AreSeen()
    {
        await MakeAsync("a");
        Start();
        await store.Synced;
        await MakeAsync("b");
        await Until.TrueAsync(() => store.Current.Count == 2, "b seen");
        await api.DeleteAsync(Widget.Type, new("ns", "a"), new DeleteOptions(), CancellationToken.None);
        await Until.TrueAsync(() => changes.Count == 3, "deletion told");

        Assert.Equal(["a", "b", "a"], changes);
        Assert.True(store.Current.TryGet("ns", "b", out _));
        Assert.False(store.Current.TryGet("ns", "a", out _));
    }

    [Fact]
    public async Task DeletedWhileBlind_VersionExpired_RelistTellsTheDeletion()
    {
        await MakeAsync("a");
        await MakeAsync("b");
        Start();
        await Until.TrueAsync(() => api.Cluster.OpenWatches == 1, "watching");
        api.Fault = call => call.Verb == "watch" ? new ApiFailure.Unavailable("down") : null;
        api.Cluster.DisconnectWatches();
        await Until.TrueAsync(clock, TimeSpan.FromSeconds(1), () => api.Calls.Count(call => call.Verb == "watch") >= 2, "watch refused");
        await api.DeleteAsync(Widget.Type, new("ns", "a"), new DeleteOptions(), CancellationToken.None);
        api.Cluster.Compact();
        api.Fault = null;
        await Until.TrueAsync(clock, TimeSpan.FromSeconds(1), () => store.Current.Count == 1, "relisted");

        Assert.Equal(["a", "b", "a"], changes);
        Assert.Equal(2, api.Calls.Count(call => call.Verb == "list"));
    }

    [Fact]
    public async Task ServerUnreachable_Watch_GoesOnFromItsVersionWithoutRelist()
    {
        Start();
        await Until.TrueAsync(() => api.Cluster.OpenWatches == 1, "watching");
        var refusals = 0;
        api.Fault = call => call.Verb == "watch" && Interlocked.Increment(ref refusals) <= 3 ? new ApiFailure.Unavailable("down") : null;
        await MakeAsync("a");
        await Until.TrueAsync(() => store.Current.Count == 1, "a seen");
        api.Cluster.DisconnectWatches();
        await MakeAsync("b");
        await Until.TrueAsync(clock, TimeSpan.FromSeconds(1), () => store.Current.Count == 2, "b seen after reconnect");

        Assert.Equal(1, api.Calls.Count(call => call.Verb == "list"));
        Assert.Equal(["a", "b"], changes);
    }

    [Fact]
    public async Task ListExpired_Step_AsksForTheNewestState()
    {
        api.Fault = call => call.Verb == "list" ? new ApiFailure.Expired("too large") : null;
        var next = await store.StepAsync(new ReflectorState.Listing("5"), CancellationToken.None);
        Assert.Equal(new ReflectorState.Listing(""), next);

        Assert.IsType<ReflectorState.Waiting>(await store.StepAsync(next, CancellationToken.None));
    }

    [Fact]
    public async Task EmptyWatchThatEndsAtOnce_Step_WaitsBeforeTheNext()
    {
        var step = store.StepAsync(new ReflectorState.Watching("100"), CancellationToken.None);
        await Until.TrueAsync(() => api.Cluster.OpenWatches == 1, "watching");
        api.Cluster.DisconnectWatches();

        Assert.Equal(new ReflectorState.Waiting(new ReflectorState.Watching("100"), "the watch ended at once"), await step);
    }

    [Fact]
    public async Task BeforeFirstList_Synced_IsNotComplete()
    {
        api.Fault = _ => new ApiFailure.Unavailable("down");
        Start();
        await Until.TrueAsync(() => api.Calls.Count > 0, "tried");
        Assert.False(store.Synced.IsCompleted);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
    }

    private void Start() => running = store.RunAsync(stop.Token);

    private async Task MakeAsync(string name)
    {
        var widget = new Widget { Metadata = new ObjectMeta { Name = name, Namespace = "ns" } };
        Assert.Null((await api.CreateAsync(Widget.Type, widget, CancellationToken.None)).Failure);
    }
}
