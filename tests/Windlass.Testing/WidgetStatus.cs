using System.Collections.Immutable;
using Windlass.Core.Api.Meta;

namespace Windlass.Testing;

/// <summary>Status of a <see cref="Widget"/>.</summary>
public sealed record WidgetStatus(int? Seen = null, ImmutableArray<Condition>? Conditions = null);
