using CsCheck;
using Windlass.Core.Observation;
using Windlass.Nodes.Answers;

namespace Windlass.Nodes.Tests;

public sealed class ResolutionAnswerTests
{
    private const string Nonce = "0123456789abcdef";

    private static readonly string Transcript = $"""
        #{Nonce} begin
        #{Nonce} section migrations
        yes	nova/configure_db	nova-api nova-common
        yes	half
        #{Nonce} section renewed
        ok	-
        #{Nonce} section candidates
        nova-api	2:30.0.0-1
        gone	(none)
        #{Nonce} section installs
        component	nova
        refused	 nova-api : Depends: x
        removed	old
        component	glance
        moved	nova	nova-api
        #{Nonce} end 0

        """;

    [Fact]
    public void WholeAnswer_Parse_IsUnderstood()
    {
        var answer = Parse(Transcript)!;

        Assert.Equal("2:30.0.0-1", Assert.Single(answer.Candidates).Value.Value);
        Assert.Equal(["nova", "glance"], answer.Installs.Select(install => install.Component));
        Assert.Equal(("nova-api : Depends: x", "old"), (answer.Installs[0].Refusal, Assert.Single(answer.Installs[0].Removed)));
        Assert.Equal(new SimulatedInstall.Package("nova", "nova-api"), Assert.Single(answer.Installs[1].Moved));
        var migration = Assert.Single(answer.SelfMigrations);
        Assert.Equal("nova/configure_db: nova-api, nova-common", $"{migration.Question}: {string.Join(", ", migration.Packages)}");
        Assert.Null(answer.DebconfFailure);
    }

    [Fact]
    public void AnyEdits_Parse_DoesNotThrow() =>
        Gen.Select(Gen.Int[0, Transcript.Length - 1], Gen.String, Gen.Int[0, 40]).List[0, 6].Sample(edits =>
        {
            var text = edits.Aggregate(Transcript, (one, edit) => one[..Math.Min(edit.Item1, one.Length)] + edit.Item2 + one[Math.Min(edit.Item1 + edit.Item3, one.Length)..]);
            _ = Parse(text);
        });

    [Theory]
    [InlineData("E: Failed to fetch http://u:p@mirror.example:8080/x/InRelease  Could not connect", "the archive at mirror.example:8080 cannot be read: Could not connect")]
    [InlineData("E: Failed to fetch http://mirror.example", "the archive at mirror.example cannot be read")]
    [InlineData("E: The repository 'http://u:p@h/x Release' is not signed.", "APT cannot use its archives: The repository h Release' is not signed.")]
    [InlineData("the package lists are not there after 120 s", "APT cannot use its archives: the package lists are not there after 120 s")]
    public void Line_InWords_NamesTheHostAndNoPassword(string line, string words) => Assert.Equal(words, AptComplaint.InWords(line));

    [Fact]
    public void AnyLine_InWords_DoesNotThrow() => Gen.String.Sample(text => _ = AptComplaint.InWords("E: Failed to fetch " + text) + AptComplaint.InWords(text));

    private static TargetResolution? Parse(string text) => FramedAnswer.Parse(text, Nonce) is { } frame ? ResolutionAnswer.Parse(frame) : null;
}
