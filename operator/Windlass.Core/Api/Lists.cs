using System.Collections.Immutable;

namespace Windlass.Core.Api;

/// <summary>Absent lists and maps read as empty ones, so that no reader has to ask.</summary>
internal static class Lists
{
    /// <summary>An uninitialised array (JSON without the field) as an empty one.</summary>
    /// <param name="items">The array.</param>
    public static ImmutableArray<T> OrEmpty<T>(this ImmutableArray<T> items) => items.IsDefault ? [] : items;

    /// <summary>A missing map as an empty one.</summary>
    /// <param name="entries">The map.</param>
    public static ImmutableSortedDictionary<string, T> OrEmpty<T>(this ImmutableSortedDictionary<string, T>? entries) =>
        entries ?? ImmutableSortedDictionary<string, T>.Empty;
}
