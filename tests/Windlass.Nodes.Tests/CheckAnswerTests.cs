using System.Collections.Immutable;
using CsCheck;
using Windlass.Core.Observation;
using Windlass.Nodes.Answers;

namespace Windlass.Nodes.Tests;

public sealed class CheckAnswerTests
{
    private const string Nonce = "0123456789abcdef";

    private static readonly string Transcript = $"""
        #{Nonce} begin
        #{Nonce} section checks
        ran	nova	2
        line	| Check: Cinder API |
        line	mysql+pymysql://nova:secret@db/nova
        unable	glance	there is no account glance
        ran	odd	-1
        #{Nonce} end 0

        """;

    [Fact]
    public void WholeAnswer_Parse_IsUnderstood()
    {
        var results = Parse(Transcript)!.Value;

        Assert.Equal(2, results.Length);
        var ran = Assert.IsType<UpgradeCheckResult.Ran>(results[0]);
        Assert.Equal(("nova", 2), (ran.Component, ran.ExitCode));
        Assert.Equal(["| Check: Cinder API |", "db"], ran.Output);
        Assert.Equal(("glance", "there is no account glance"), (results[1].Component, Assert.IsType<UpgradeCheckResult.NotRun>(results[1]).Reason));
    }

    [Fact]
    public void AnyEdits_Parse_DoesNotThrow() =>
        Gen.Select(Gen.Int[0, Transcript.Length - 1], Gen.String, Gen.Int[0, 40]).List[0, 6].Sample(edits =>
        {
            var text = edits.Aggregate(Transcript, (one, edit) => one[..Math.Min(edit.Item1, one.Length)] + edit.Item2 + one[Math.Min(edit.Item1 + edit.Item3, one.Length)..]);
            _ = Parse(text);
        });

    private static ImmutableArray<UpgradeCheckResult>? Parse(string text) => FramedAnswer.Parse(text, Nonce) is { } frame ? CheckAnswer.Parse(frame) : null;
}
