using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Windlass.Core.Versions;

/// <summary>A range of Debian versions, written as Debian writes relations: <c>&gt;= 2:31~, &lt;&lt; 2:32~</c>; the comma means "and".</summary>
public sealed class VersionRange
{
    private static readonly ImmutableArray<string> Operators = ["<<", "<=", ">=", ">>", "="];

    private readonly ImmutableArray<Bound> _bounds;

    private VersionRange(ImmutableArray<Bound> bounds) => _bounds = bounds;

    /// <summary>Reads a range.</summary>
    /// <param name="text">Relations separated by commas, each an operator (&lt;&lt; &lt;= = &gt;= &gt;&gt;) and a version.</param>
    /// <param name="range">The range; null when the text is not one.</param>
    /// <param name="problem">What is wrong with the text; null when nothing is.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionRange? range, [NotNullWhen(false)] out string? problem)
    {
        var bounds = ImmutableArray.CreateBuilder<Bound>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var relation = Operators.FirstOrDefault(candidate => part.StartsWith(candidate, StringComparison.Ordinal));
            var version = relation is null ? "" : part[relation.Length..].Trim();
            if (relation is null || version.Length == 0 || version.Any(char.IsWhiteSpace))
            {
                range = null;
                problem = $"\"{part}\" is not a relation like \">= 2:31~\"; operators are << <= = >= >>";
                return false;
            }

            bounds.Add(new Bound(relation, new DebianVersion(version)));
        }

        range = new VersionRange(bounds.ToImmutable());
        problem = null;
        return true;
    }

    /// <summary>Satisfies every relation.</summary>
    /// <param name="version">The version to test.</param>
    public bool Contains(DebianVersion version) => _bounds.All(bound => bound.Allows(version));

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _bounds.Select(bound => $"{bound.Relation} {bound.Version}"));

    private sealed record Bound(string Relation, DebianVersion Version)
    {
        public bool Allows(DebianVersion version) => Relation switch
        {
            "<<" => version < Version,
            "<=" => version <= Version,
            "=" => version.IsEquivalentTo(Version),
            ">=" => version >= Version,
            _ => version > Version,
        };
    }
}
