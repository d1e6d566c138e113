using System.Collections.Immutable;

using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Transcripts;

/// <summary>What one command said on two servers, and the known differences that were needed to call it equal.</summary>
internal sealed record Comparison(string Command, ImmutableArray<string> Ours, ImmutableArray<string> Theirs, ImmutableArray<KnownDifference> Needed)
{
    public bool IsEqual => Ours.SequenceEqual(Theirs);

    /// <summary>Compares, leaving out only those known differences without which the two are not equal.</summary>
    public static Comparison Of(ServerKind reference, Said ours, Said theirs)
    {
        Assert.Equal(theirs.Command, ours.Command);
        var plain = new Comparison(ours.Command, ours.Lines, theirs.Lines, []);
        if (plain.IsEqual)
            return plain;
        return plain.Without([.. KnownDifferences.All.Where(known => known.IsAbout(reference, ours.Command))]);
    }

    /// <summary>A unified diff in small: what only one of the two says, in order.</summary>
    public override string ToString()
    {
        var lines = new List<string> { $"$ {Command}" };
        var (from, to) = (0, 0);
        while (from < Theirs.Length || to < Ours.Length)
        {
            if (from < Theirs.Length && to < Ours.Length && Theirs[from] == Ours[to])
                (from, to) = (from + 1, to + 1);
            else if (from < Theirs.Length && (to >= Ours.Length || Ours.IndexOf(Theirs[from], to) < 0))
                lines.Add($"  theirs: {Theirs[from++]}");
            else
                lines.Add($"  ours:   {Ours[to++]}");
        }

        return string.Join('\n', lines);
    }

    private Comparison Without(ImmutableArray<KnownDifference> known) => this with
    {
        Ours = Without(known, Ours),
        Theirs = Without(known, Theirs),
        Needed = [.. known.Where(each => Ours.Except(Theirs).Concat(Theirs.Except(Ours)).Any(line => each.Without(line) != line))],
    };

    private static ImmutableArray<string> Without(ImmutableArray<KnownDifference> known, ImmutableArray<string> lines) =>
        [.. lines.Select(line => known.Aggregate(line, (left, each) => each.Without(left))).Where(line => line.Length > 0)];
}
