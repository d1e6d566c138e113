using System.Collections.Immutable;

namespace Windlass.Testing;

/// <summary>Spec of a <see cref="Widget"/>.</summary>
public sealed record WidgetSpec(int? Size = null, string? Color = null, ImmutableArray<string>? Tags = null);
