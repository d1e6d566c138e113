using System.Text.Json;
using Microsoft.Extensions.Logging;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Events;

/// <summary>Writes events one after another and counts repetitions. Used from one loop.</summary>
internal sealed partial class EventWriter(IClusterApi api, EventOptions options, TimeProvider time, ILogger logger)
{
    private const int Tries = 12;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(10);
    private readonly Dictionary<EventGroup, EventSeriesState> groups = [];

    /// <summary>
    /// First of its group: a new object. Second: its series begins. After that they are counted here and written by <see cref="TickAsync"/>.
    /// </summary>
    public async Task WriteAsync(Event occurred, CancellationToken cancellation)
    {
        var group = EventGroup.Of(occurred);
        if (!groups.TryGetValue(group, out var series) || occurred.EventTime - series.LastObserved > options.Silence)
        {
            await BeginAsync(group, occurred, cancellation).ConfigureAwait(false);
            return;
        }

        series.Count++;
        series.LastObserved = occurred.EventTime;
        if (series.WrittenCount == 1)
        {
            await WriteSeriesAsync(group, series, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the counts of busy groups, and closes those that fell silent.</summary>
    public async Task TickAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        foreach (var (group, series) in groups.ToList())
        {
            var silent = now - series.LastObserved > options.Silence;
            if (series.Count > series.WrittenCount && (silent || now - series.LastWritten >= options.Refresh))
            {
                await WriteSeriesAsync(group, series, cancellation).ConfigureAwait(false);
            }

            if (silent)
            {
                groups.Remove(group);
            }
        }
    }

    private async Task BeginAsync(EventGroup group, Event occurred, CancellationToken cancellation)
    {
        var outcome = await TryAsync(token => api.CreateAsync(Event.ResourceType, occurred, token), cancellation).ConfigureAwait(false);

        // After an unclear first try the object may be there already: that is what we wanted.
        if (outcome.Failure is null or ApiFailure.AlreadyExists)
        {
            groups[group] = new EventSeriesState(occurred, occurred.EventTime);
            return;
        }

        LogLost(logger, occurred.Reason, occurred.Regarding?.Name, outcome.Failure.Message);
    }

    private async Task WriteSeriesAsync(EventGroup group, EventSeriesState series, CancellationToken cancellation)
    {
        // Only the series may change on an existing event.
        var json = JsonSerializer.Serialize(new EventSeries(series.Count, series.LastObserved), KubeJson.Default.EventSeries);
        var patch = new ResourcePatch.Merge($$"""{"series":{{json}}}""");
        var key = ResourceKey.Of(series.Stored);
        var outcome = await TryAsync(token => api.PatchAsync(Event.ResourceType, key, patch, token), cancellation).ConfigureAwait(false);
        series.WrittenCount = series.Count;
        series.LastWritten = time.GetUtcNow();
        if (outcome.Failure is ApiFailure.NotFound)
        {
            // Servers forget events after an hour or so.
            await BeginAsync(group, series.Stored with { EventTime = series.LastObserved }, cancellation).ConfigureAwait(false);
        }
        else if (outcome.Failure is { } failure)
        {
            LogLost(logger, group.Reason, group.Regarding.Name, failure.Message);
        }
    }

    private async Task<ApiOutcome<Event>> TryAsync(Func<CancellationToken, Task<ApiOutcome<Event>>> request, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await request(cancellation).ConfigureAwait(false);
            if (outcome.Failure is not ApiFailure.Unavailable || attempt >= Tries)
            {
                return outcome;
            }

            await Task.Delay(BetweenTries, time, cancellation).ConfigureAwait(false);
        }
    }
}
