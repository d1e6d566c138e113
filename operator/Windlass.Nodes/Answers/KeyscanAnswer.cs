using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Windlass.Nodes.Answers;

/// <summary>What <c>ssh-keyscan</c> prints: host, type and key on each line. Total: other lines are passed over.</summary>
internal static partial class KeyscanAnswer
{
    private static readonly ImmutableArray<string> Strength = ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa"];

    /// <summary>One key of each type, the strongest type first.</summary>
    public static ImmutableArray<HostKey> Parse(string text) =>
    [
        .. text.Split('\n')
            .Select(line => KeyLine().Match(line.TrimEnd('\r')))
            .Where(match => match.Success && Strength.Contains(match.Groups[1].Value) && IsBase64(match.Groups[2].Value))
            .Select(match => new HostKey(match.Groups[1].Value, match.Groups[2].Value))
            .DistinctBy(key => key.Type)
            .OrderBy(key => Strength.IndexOf(key.Type)),
    ];

    private static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out _);

    [GeneratedRegex(@"\A[^\s#]\S* (\S+) ([A-Za-z0-9+/]{16,1000}={0,2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex KeyLine();
}
