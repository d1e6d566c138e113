using System.Text.Json.Serialization;

namespace Windlass.Kubernetes.Wire;

/// <summary>Repetition of an <see cref="Event"/>.</summary>
/// <param name="Count">Occurrences so far, at least 2.</param>
/// <param name="LastObservedTime">When it happened last.</param>
public sealed record EventSeries(
    int Count,
    [property: JsonConverter(typeof(MicroTimeConverter))] DateTimeOffset LastObservedTime);
