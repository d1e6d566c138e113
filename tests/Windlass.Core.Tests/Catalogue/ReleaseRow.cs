using System.Collections.Immutable;
using System.Globalization;

namespace Windlass.Core.Tests.Catalogue;

/// <summary>One line of <c>config/releases/source/releases.tsv</c>.</summary>
internal sealed record ReleaseRow
{
    /// <summary>Columns with a number that grows by one with each release.</summary>
    private static readonly ImmutableArray<string> Counted = ["keystone", "neutron", "nova", "cinder", "designate", "manila", "cloudkitty", "swift"];

    public required string Name { get; init; }

    /// <summary>Every column by its name.</summary>
    public required ImmutableDictionary<string, string> Columns { get; init; }

    /// <summary>Releases it may be reached from, the nearest first.</summary>
    public ImmutableArray<string> From => [.. Columns["from"].Split(',')];

    /// <summary>The release before the one before, where upstream lets that be skipped; null elsewhere.</summary>
    public string? SlurpFrom => From.Length > 1 ? From[1] : null;

    /// <summary>What a template may ask for, as <c>&lt;word&gt;</c>.</summary>
    public ImmutableDictionary<string, string> Words => Columns
        .SetItem("Title", Name[..1].ToUpperInvariant() + Name[1..])
        .SetItem("from", string.Join(", ", From))
        .SetItem("slurpFrom", SlurpFrom ?? "")
        .SetItem("skipped", From[0])
        .SetItem("supersedes", string.Join(",\n       ", From.Select(from => $"\"*-{from}.list\", \"*-{from}.sources\", \"*_{from}.sources\"")))
        .SetItem("mariadb", Columns["debian"] == "bullseye" ? "mariadb-10.5" : "mariadb")
        .SetItems(Counted.Select(column => KeyValuePair.Create(column + "Next", Next(column))));

    private string Next(string column) => (int.Parse(Columns[column], CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
}
