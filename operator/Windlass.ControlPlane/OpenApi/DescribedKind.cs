using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.OpenApi;

/// <summary>A kind as the documents describe it.</summary>
/// <param name="Identity">Group, version and kind.</param>
/// <param name="Plural">The resource in paths.</param>
/// <param name="IsNamespaced">Whether paths have a namespace.</param>
/// <param name="HasStatus">Whether there is a status subresource.</param>
/// <param name="Schema">Draft without references: apiVersion, kind and metadata are put in by the documents. Never change it.</param>
internal sealed record DescribedKind(GroupVersionKind Identity, string Plural, bool IsNamespaced, bool HasStatus, JsonObject Schema);
