using CsCheck;

namespace Windlass.Core.Tests.Versions;

/// <summary>Generates version texts dpkg accepts, and pairs that are close enough to be interesting.</summary>
internal static class VersionTexts
{
    private static readonly Gen<string> Piece = Gen.OneOf(
        Gen.Int[0, 12].Select(number => number.ToString()),
        Gen.Int[0, 3].Select(number => "00" + number),
        Gen.Long[0, long.MaxValue].Select(number => number + "7777"),
        Words("~", "~~", ".", "+", "a", "b", "Z", "~rc", "~bpo12+", "+deb12u", "git", "+dfsg", ".a", "~.", "+~"));

    internal static readonly Gen<string> Any = Gen.Select(
        Gen.OneOf(Words("", "", "0:", "1:", "2:", "10:", "007:"), Words("")),
        Piece.Array[0, 5],
        Gen.OneOf(Words("", "", "-0", "-1", "-00"), Piece.Array[0, 3].Select(pieces => "-1" + string.Concat(pieces)), Words("-1-2", "-a-1")),
        (epoch, pieces, revision) => epoch + "1" + string.Concat(pieces) + revision);

    /// <summary>Unrelated, equal, or one edit apart.</summary>
    internal static readonly Gen<(string Left, string Right)> Pair = Gen.OneOf(
        Gen.Select(Any, Any),
        Any.Select(one => (one, one)),
        Gen.Select(Any, Gen.Int[0, 40], Piece).Select((one, at, piece) => (one, Insert(one, at, piece))));

    private static Gen<string> Words(params string[] words) => Gen.Int[0, words.Length - 1].Select(index => words[index]);

    private static string Insert(string text, int at, string piece)
    {
        // Never into the epoch, which must stay a number, and never before the upstream version's first digit.
        var from = text.IndexOf(':', StringComparison.Ordinal) + 2;
        return text.Insert(Math.Clamp(at, from, text.Length), piece);
    }
}
