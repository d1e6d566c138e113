using System.Text.Json.Serialization;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;

namespace Windlass.Kubernetes.Wire;

/// <summary><c>events.k8s.io/v1 Event</c>. Servers validate it strictly: all but <see cref="Note"/> and <see cref="Series"/> is required.</summary>
public sealed record Event : IResource
{
    /// <summary>How the API calls it.</summary>
    public static ResourceType<Event> ResourceType { get; } =
        new("events.k8s.io", "v1", "events", "Event", ResourceScope.Namespaced, KubeJson.Default.Event);

    /// <inheritdoc/>
    public string ApiVersion => "events.k8s.io/v1";

    /// <inheritdoc/>
    public string Kind => "Event";

    /// <inheritdoc/>
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary>When it happened first.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset EventTime { get; init; }

    /// <summary>Qualified name of the controller, for example <c>example.com/operator</c>.</summary>
    public string? ReportingController { get; init; }

    /// <summary>Which instance of the controller, at most 128 characters.</summary>
    public string? ReportingInstance { get; init; }

    /// <summary>What was done, at most 128 characters.</summary>
    public string? Action { get; init; }

    /// <summary>CamelCase word: why, at most 128 characters.</summary>
    public string? Reason { get; init; }

    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    public string? Type { get; init; }

    /// <summary>A sentence for people, at most 1024 bytes.</summary>
    public string? Note { get; init; }

    /// <summary>The object it is about.</summary>
    public ObjectReference? Regarding { get; init; }

    /// <summary>Present from the second occurrence on.</summary>
    public EventSeries? Series { get; init; }
}
