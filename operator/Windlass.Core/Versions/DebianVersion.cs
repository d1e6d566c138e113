using System.Buffers;

namespace Windlass.Core.Versions;

/// <summary>
/// A Debian package version, <c>[epoch:]upstream[-revision]</c>, ordered as <c>dpkg --compare-versions</c> orders it
/// (Debian policy §5.6.12; deb-version(7)).
/// </summary>
/// <param name="Value">The version as written. Two spellings that compare equal (<c>1.0</c> and <c>0:1.0</c>) are different values.</param>
public readonly record struct DebianVersion(string Value) : IComparable<DebianVersion>
{
    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly SearchValues<char> UpstreamCharacters = SearchValues.Create(LettersAndDigits + ".+~-:");

    private static readonly SearchValues<char> RevisionCharacters = SearchValues.Create(LettersAndDigits + ".+~");

    /// <summary>
    /// Written as dpkg accepts it: an epoch of digits if there is a colon, an upstream version that begins with a digit, a revision that
    /// is not empty if there is a dash. Order is defined for every text all the same.
    /// </summary>
    public bool IsWellFormed
    {
        get
        {
            var parts = Split(Value);
            var hasEpoch = (Value ?? "").Contains(':', StringComparison.Ordinal);
            var hasRevision = parts.Upstream.Length + parts.Epoch.Length + (hasEpoch ? 1 : 0) < (Value ?? "").Length;
            return (!hasEpoch || IsEpoch(parts.Epoch))
                && parts.Upstream is [>= '0' and <= '9', ..]
                && !parts.Upstream.ContainsAnyExcept(UpstreamCharacters)
                && (!hasRevision || !parts.Revision.IsEmpty)
                && !parts.Revision.ContainsAnyExcept(RevisionCharacters);
        }
    }

    /// <summary>Orders by epoch, then upstream version, then revision.</summary>
    /// <param name="other">The version to compare with.</param>
    /// <returns>Negative, zero or positive.</returns>
    public int CompareTo(DebianVersion other)
    {
        var left = Split(Value);
        var right = Split(other.Value);
        var epoch = CompareDigits(left.Epoch, right.Epoch);
        if (epoch != 0)
        {
            return epoch;
        }

        var upstream = ComparePart(left.Upstream, right.Upstream);
        return upstream != 0 ? upstream : ComparePart(left.Revision, right.Revision);
    }

    /// <summary>Before.</summary>
    public static bool operator <(DebianVersion left, DebianVersion right) => left.CompareTo(right) < 0;

    /// <summary>After.</summary>
    public static bool operator >(DebianVersion left, DebianVersion right) => left.CompareTo(right) > 0;

    /// <summary>Before or equivalent.</summary>
    public static bool operator <=(DebianVersion left, DebianVersion right) => left.CompareTo(right) <= 0;

    /// <summary>After or equivalent.</summary>
    public static bool operator >=(DebianVersion left, DebianVersion right) => left.CompareTo(right) >= 0;

    /// <summary>The same place in the order, whatever the spelling.</summary>
    /// <param name="other">The version to compare with.</param>
    public bool IsEquivalentTo(DebianVersion other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsEpoch(ReadOnlySpan<char> epoch) =>
        !epoch.IsEmpty && !epoch.ContainsAnyExceptInRange('0', '9') && int.TryParse(epoch, out _);

    private static VersionParts Split(string? version)
    {
        var text = (version ?? "").AsSpan().Trim();
        var colon = text.IndexOf(':');
        var epoch = colon < 0 ? [] : text[..colon];
        var rest = text[(colon + 1)..];
        var dash = rest.LastIndexOf('-');
        return dash < 0
            ? new VersionParts { Epoch = epoch, Upstream = rest, Revision = [] }
            : new VersionParts { Epoch = epoch, Upstream = rest[..dash], Revision = rest[(dash + 1)..] };
    }

    /// <summary>Alternates runs of non-digits (by <see cref="Weight"/>) and runs of digits (by number) until they differ.</summary>
    private static int ComparePart(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (!left.IsEmpty || !right.IsEmpty)
        {
            while (StartsWithNonDigit(left) || StartsWithNonDigit(right))
            {
                var difference = Weight(left) - Weight(right);
                if (difference != 0)
                {
                    return difference;
                }

                left = left[1..];
                right = right[1..];
            }

            var digits = CompareDigits(TakeDigits(ref left), TakeDigits(ref right));
            if (digits != 0)
            {
                return digits;
            }
        }

        return 0;
    }

    private static bool StartsWithNonDigit(ReadOnlySpan<char> text) => !text.IsEmpty && !char.IsAsciiDigit(text[0]);

    /// <summary>Tilde before the end of the part, the end before letters, letters before everything else.</summary>
    private static int Weight(ReadOnlySpan<char> text) => text switch
    {
        [] => 0,
        ['~', ..] => -1,
        [var c, ..] when char.IsAsciiDigit(c) => 0,
        [var c, ..] when char.IsAsciiLetter(c) => c,
        [var c, ..] => c + 256,
    };

    private static ReadOnlySpan<char> TakeDigits(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? text : text[..end];
        text = text[digits.Length..];
        return digits;
    }

    /// <summary>Compares by number without parsing one: versions may hold dates and hashes longer than any integer type.</summary>
    private static int CompareDigits(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = left.TrimStart('0');
        right = right.TrimStart('0');
        return left.Length != right.Length ? left.Length - right.Length : left.SequenceCompareTo(right);
    }

    private ref struct VersionParts
    {
        public required ReadOnlySpan<char> Epoch { get; init; }

        public required ReadOnlySpan<char> Upstream { get; init; }

        public required ReadOnlySpan<char> Revision { get; init; }
    }
}
