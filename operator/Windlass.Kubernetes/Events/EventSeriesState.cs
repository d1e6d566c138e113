using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Events;

/// <summary>A group of repeated events: its stored object and what was counted since.</summary>
internal sealed class EventSeriesState(Event stored, DateTimeOffset now)
{
    public Event Stored { get; set; } = stored;

    public int Count { get; set; } = 1;

    public int WrittenCount { get; set; } = 1;

    public DateTimeOffset LastObserved { get; set; } = now;

    public DateTimeOffset LastWritten { get; set; } = now;
}
