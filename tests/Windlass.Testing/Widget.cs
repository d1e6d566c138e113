using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;

namespace Windlass.Testing;

/// <summary>A kind for tests, with a status subresource.</summary>
public sealed record Widget : IResource
{
    /// <summary>How the API calls it.</summary>
    public static ResourceType<Widget> Type { get; } =
        new("testing.windlass.dev", "v1", "widgets", "Widget", ResourceScope.Namespaced, WidgetJson.Default.Widget);

    /// <inheritdoc/>
    public string ApiVersion => "testing.windlass.dev/v1";

    /// <inheritdoc/>
    public string Kind => "Widget";

    /// <inheritdoc/>
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary>What is wanted.</summary>
    public WidgetSpec? Spec { get; init; }

    /// <summary>What is.</summary>
    public WidgetStatus? Status { get; init; }
}
