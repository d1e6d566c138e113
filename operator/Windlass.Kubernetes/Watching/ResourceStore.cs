using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;

namespace Windlass.Kubernetes.Watching;

/// <summary>
/// A local copy of all objects of a kind, kept by list and watch. Reads are lock-free; changes are told by identity only, because whoever reconciles
/// reads the newest state and not the event. A list is compared with what is known, so that a deletion is never missed.
/// </summary>
public sealed partial class ResourceStore<T>
    where T : class, IResource
{
    private const int ShortestWatchSeconds = 300;
    private static readonly TimeSpan VeryShort = TimeSpan.FromSeconds(1);

    private readonly IClusterApi api;
    private readonly ResourceType<T> type;
    private readonly StoreOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly ReflectorBackoff backoff;
    private readonly TaskCompletionSource synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableArray<Action<ResourceKey>> listeners = [];
    private ResourceSnapshot<T> current = ResourceSnapshot<T>.Empty;
    private object? behindSince;

    /// <summary>An empty store; it follows the server while <see cref="RunAsync"/> runs.</summary>
    public ResourceStore(IClusterApi api, ResourceType<T> type, StoreOptions options, TimeProvider time, ILogger<ResourceStore<T>> logger)
    {
        (this.api, this.type, this.options, this.time, this.logger) = (api, type, options, time, logger);
        backoff = new ReflectorBackoff(time);
    }

    /// <summary>What is known now; empty until <see cref="Synced"/>.</summary>
    public ResourceSnapshot<T> Current => Volatile.Read(ref current);

    /// <summary>
    /// Since when the server was not heard, so that <see cref="Current"/> may be old; null: it is followed. After an outage it is cleared by the first
    /// list, change or bookmark: a minute later at most.
    /// </summary>
    public DateTimeOffset? BehindSince => (DateTimeOffset?)Volatile.Read(ref behindSince);

    /// <summary>Ends when the first whole list is in. Before that an absent object means nothing.</summary>
    public Task Synced => synced.Task;

    /// <summary>
    /// Registers who is told which objects were made, changed or deleted. Called on the store's own loop after the change is visible in
    /// <see cref="Current"/>; it must return at once. Register before <see cref="RunAsync"/>.
    /// </summary>
    public void OnChanged(Action<ResourceKey> listener) => ImmutableInterlocked.Update(ref listeners, (all, one) => all.Add(one), listener);

    /// <summary>Follows the server until the token is cancelled; returns then. Never gives up.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        ReflectorState state = new ReflectorState.Listing("0");
        try
        {
            while (true)
            {
                state = await StepAsync(state, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            LogStopped(logger, type.Plural);
        }
    }

    /// <summary>One transition of the state machine.</summary>
    internal async Task<ReflectorState> StepAsync(ReflectorState state, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        switch (state)
        {
            case ReflectorState.Listing listing:
                return await ListAsync(listing, cancellation).ConfigureAwait(false);
            case ReflectorState.Watching watching:
                return await WatchAsync(watching, cancellation).ConfigureAwait(false);
            case ReflectorState.Waiting waiting:
                Interlocked.CompareExchange(ref behindSince, time.GetUtcNow(), null);
                var delay = backoff.Next();
                LogWaiting(logger, type.Plural, waiting.Reason, delay);
                await Task.Delay(delay, time, cancellation).ConfigureAwait(false);
                return waiting.Next;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<ReflectorState> ListAsync(ReflectorState.Listing state, CancellationToken cancellation)
    {
        var request = new ListOptions
        {
            Namespace = options.Namespace,
            LabelSelector = options.LabelSelector,
            FieldSelector = options.FieldSelector,
            ResourceVersion = state.ResourceVersion,
        };
        var outcome = await api.ListAsync(type, request, cancellation).ConfigureAwait(false);
        if (outcome.TryGet(out var list, out var failure))
        {
            Replace(list);
            return new ReflectorState.Watching(list.ResourceVersion);
        }

        // The server's cache is behind, or has forgotten: ask for the newest state by quorum.
        return failure is ApiFailure.Expired && state.ResourceVersion.Length > 0
            ? new ReflectorState.Listing("")
            : new ReflectorState.Waiting(state, failure is ApiFailure.NotFound ? NotServed(failure) : failure.Message);
    }

    /// <summary>A list of nothing is empty; "not found" means that the kind itself is unknown.</summary>
    private string NotServed(ApiFailure failure) =>
        $"the server does not serve {type} {type.Version} ({failure.Message}); is its CustomResourceDefinition installed? (kubectl apply -f crds/)";

    private async Task<ReflectorState> WatchAsync(ReflectorState.Watching state, CancellationToken cancellation)
    {
        var version = state.ResourceVersion;
        var begun = time.GetTimestamp();
        var events = 0;
        var request = new WatchOptions
        {
            Namespace = options.Namespace,
            LabelSelector = options.LabelSelector,
            FieldSelector = options.FieldSelector,
            ResourceVersion = version,
            Timeout = TimeSpan.FromSeconds(Random.Shared.Next(ShortestWatchSeconds, 2 * ShortestWatchSeconds)),
        };
        await foreach (var change in api.Watch(type, request, cancellation).ConfigureAwait(false))
        {
            if (change is WatchEvent<T>.Failed { Failure: var failure })
            {
                return AfterFailure(version, failure);
            }

            events++;
            Volatile.Write(ref behindSince, null);
            version = Absorb(change) is { Length: > 0 } newer ? newer : version;
        }

        var next = new ReflectorState.Watching(version);
        return events == 0 && time.GetElapsedTime(begun) < VeryShort ? new ReflectorState.Waiting(next, "the watch ended at once") : next;
    }

    private static ReflectorState AfterFailure(string version, ApiFailure failure) => failure switch
    {
        ApiFailure.Expired => new ReflectorState.Listing(version),

        // Not reached or told to wait: what we know stays good, the watch goes on from there.
        ApiFailure.Unavailable or ApiFailure.Unauthorized or ApiFailure.Forbidden =>
            new ReflectorState.Waiting(new ReflectorState.Watching(version), failure.Message),

        // The kind or the namespace may have gone and come back: only a list can tell.
        _ => new ReflectorState.Waiting(new ReflectorState.Listing(""), failure.Message),
    };

    private string? Absorb(WatchEvent<T> change)
    {
        switch (change)
        {
            case WatchEvent<T>.Applied { Object: var made }:
                var key = ResourceKey.Of(made);
                Publish(Current.Objects.SetItem(key, made), [key]);
                return made.Metadata.ResourceVersion;
            case WatchEvent<T>.Deleted { Object: var gone }:
                Publish(Current.Objects.Remove(ResourceKey.Of(gone)), [ResourceKey.Of(gone)]);
                return gone.Metadata.ResourceVersion;
            case WatchEvent<T>.Bookmark mark:
                return mark.ResourceVersion;
            default:
                return null;
        }
    }

    private void Replace(ResourceList<T> list)
    {
        var old = Current.Objects;
        var objects = list.Items.ToImmutableDictionary(ResourceKey.Of);
        var changed = list.Items
            .Where(item => !old.TryGetValue(ResourceKey.Of(item), out var known) || known.Metadata.ResourceVersion != item.Metadata.ResourceVersion)
            .Select(item => ResourceKey.Of(item))
            .Concat(old.Keys.Where(key => !objects.ContainsKey(key)));
        Publish(objects, [.. changed]);
        Volatile.Write(ref behindSince, null);
        LogListed(logger, type.Plural, objects.Count, list.ResourceVersion);
        synced.TrySetResult();
    }

    private void Publish(ImmutableDictionary<ResourceKey, T> objects, ImmutableArray<ResourceKey> changed)
    {
        Volatile.Write(ref current, new ResourceSnapshot<T>(objects));
        foreach (var key in changed)
        {
            foreach (var listener in listeners)
            {
                listener(key);
            }
        }
    }
}
