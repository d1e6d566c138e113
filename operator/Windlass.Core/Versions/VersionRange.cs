using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Windlass.Core.Versions;

/// <summary>
/// A range of Debian versions in the operators of package relations: <c>&gt;= 2:31~, &lt;&lt; 2:32~</c>. A comma means "and".
/// </summary>
public sealed class VersionRange : IEquatable<VersionRange>
{
    private readonly ImmutableArray<VersionBound> _bounds;

    private VersionRange(ImmutableArray<VersionBound> bounds) => _bounds = bounds;

    /// <summary>Reads a range. Every text is answered, none throws.</summary>
    /// <param name="text">One or more of <c>&lt;&lt; &lt;= = &gt;= &gt;&gt;</c> with a version, separated by commas.</param>
    /// <param name="range">The range; null when the text is not one.</param>
    /// <param name="problem">What is wrong with the text, for people; null when nothing is.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out VersionRange? range, [NotNullWhen(false)] out string? problem)
    {
        range = null;
        var bounds = ImmutableArray.CreateBuilder<VersionBound>();
        foreach (var part in (text ?? "").Split(','))
        {
            if (!VersionBound.TryParse(part.Trim(), out var bound, out problem))
            {
                return false;
            }

            bounds.Add(bound);
        }

        range = new VersionRange(bounds.ToImmutable());
        problem = null;
        return true;
    }

    /// <summary>Every bound holds for the version.</summary>
    /// <param name="version">The version.</param>
    public bool Contains(DebianVersion version)
    {
        foreach (var bound in _bounds)
        {
            if (!bound.Holds(version))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Some version of the range, near one of its bounds; null: none is.</summary>
    internal DebianVersion? Example()
    {
        foreach (var candidate in _bounds.SelectMany(bound => new[] { bound.Version, new($"{bound.Version}+1"), new DebianVersion($"{bound.Version}~") }))
        {
            if (Contains(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public bool Equals(VersionRange? other) => other is not null && _bounds.AsSpan().SequenceEqual(other._bounds.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VersionRange);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The range with one space behind each operator and comma.</summary>
    public override string ToString() => string.Join(", ", _bounds);
}
