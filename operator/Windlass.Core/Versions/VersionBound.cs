using System.Diagnostics.CodeAnalysis;

namespace Windlass.Core.Versions;

/// <summary>One comparison of a <see cref="VersionRange"/>.</summary>
/// <param name="Operator">One of <c>&lt;&lt; &lt;= = &gt;= &gt;&gt;</c>.</param>
/// <param name="Version">What to compare with.</param>
internal readonly record struct VersionBound(string Operator, DebianVersion Version)
{
    // Two characters before one, so that ">=" is not read as ">" and a version that begins with "=".
    private static readonly string[] Operators = ["<<", "<=", ">=", ">>", "="];

    /// <inheritdoc/>
    public override string ToString() => $"{Operator} {Version}";

    internal static bool TryParse(string text, out VersionBound bound, [NotNullWhen(false)] out string? problem)
    {
        bound = default;
        if (text.Length == 0)
        {
            problem = "a comparison is missing: write for example '>= 2:31~, << 2:32~'";
            return false;
        }

        var found = Array.Find(Operators, one => text.StartsWith(one, StringComparison.Ordinal));
        if (found is null)
        {
            problem = $"'{text}' does not begin with one of << <= = >= >>";
            return false;
        }

        var version = new DebianVersion(text[found.Length..].Trim());
        if (!version.IsWellFormed)
        {
            problem = $"'{version}' is not a Debian version ([epoch:]upstream[-revision], upstream beginning with a digit)";
            return false;
        }

        bound = new VersionBound(found, version);
        problem = null;
        return true;
    }

    internal bool Holds(DebianVersion candidate)
    {
        var order = candidate.CompareTo(Version);
        return Operator switch
        {
            "<<" => order < 0,
            "<=" => order <= 0,
            ">=" => order >= 0,
            ">>" => order > 0,
            _ => order == 0,
        };
    }
}
