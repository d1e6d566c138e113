using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Transcripts;

/// <summary>The comparison itself: what it forgives, and that it forgives nothing else.</summary>
public sealed class ComparisonTests
{
    private static readonly DateTimeOffset Began = DateTimeOffset.Parse("2026-03-01T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("u   birch   3s", "u      birch   2m41s")]
    [InlineData("  uid: 0f0f0f0f-1111-2222-3333-444444444444", "  uid: 1a1a1a1a-1111-2222-3333-444444444444")]
    [InlineData("  resourceVersion: \"12\"", "  resourceVersion: \"345\"")]
    [InlineData("  time: \"2026-03-01T12:00:01Z\"", "  time: \"2026-03-01T12:00:09Z\"")]
    [InlineData("Get \"https://127.0.0.1:1234/api\"", "Get \"https://127.0.0.1:56789/api\"")]
    [InlineData("--- /tmp/LIVE-123/x\t2026-03-01 12:00:01.5 +0000", "--- /tmp/LIVE-9/x\t2026-03-01 12:00:02.25 +0000")]
    public void WhatMustDiffer_Normalised_IsEqual(string one, string other) => Assert.Equal(Lines(one), Lines(other));

    [Theory]
    [InlineData("* spec.")]
    [InlineData("  .spec.")]
    public void FaultsOfOneObject_InAnyOrder_AreEqual(string bullet)
    {
        Assert.Equal(Lines("", $"errors:\n{bullet}a: x\n{bullet}b: y", 1), Lines("", $"errors:\n{bullet}b: y\n{bullet}a: x", 1));
        Assert.NotEqual(Lines("", $"errors:\n{bullet}a: x\n{bullet}b: y", 1), Lines("", $"errors:\n{bullet}a: y\n{bullet}b: x", 1));
    }

    [Theory]
    [InlineData("  size: 1", "  size: 2")]
    [InlineData("  a: b", "    a: b")]
    [InlineData("  until: \"2020-01-01T00:00:00Z\"", "  until: \"2020-01-01T00:00:01Z\"")]
    [InlineData("  generation: 1", "  generation: 2")]
    [InlineData("u  birch  3s", "u  birch  <unknown>")]
    public void WhatMustNotDiffer_Normalised_Differs(string one, string other) => Assert.NotEqual(Lines(one), Lines(other));

    [Fact]
    public void ExitCodeAndStream_Compared_Count()
    {
        Assert.NotEqual(Lines("a"), Lines("a", exit: 1));
        Assert.NotEqual(Lines("a"), Lines("", errors: "a"));
    }

    [Fact]
    public void KnownDifference_Compared_ForgivesItsTextOnlyAndIsSaidToBeNeeded()
    {
        const string Command = "kubectl version";
        const string Warning = "err WARNING: version difference between client (1.33) and server";
        var theirs = new Said(Command, [$"{Warning} (1.36) exceeds", "exit 0"]);

        var forgiven = Comparison.Of(ServerKind.KubetestApiserver, new Said(Command, [$"{Warning} (1.30) exceeds", "exit 0"]), theirs);
        var silent = Comparison.Of(ServerKind.KubetestApiserver, new Said(Command, ["exit 0"]), theirs);
        var equal = Comparison.Of(ServerKind.KubetestApiserver, theirs, theirs);
        var other = Comparison.Of(ServerKind.KubetestApiserver, new Said(Command, [$"{Warning} (1.30) exceeds", "exit 1"]), theirs);

        Assert.True(forgiven.IsEqual);
        Assert.Single(forgiven.Needed);
        Assert.True(silent.IsEqual);
        Assert.Single(silent.Needed);
        Assert.True(equal.IsEqual);
        Assert.Empty(equal.Needed);
        Assert.False(other.IsEqual);
        Assert.Equal("$ kubectl version\n  theirs: exit 0\n  ours:   exit 1", other.ToString());
    }

    [Theory]
    [InlineData("$ kubectl get cupg")]
    [InlineData("@ 1.36\nkubectl get cupg")]
    [InlineData("@ 1.99\n$ kubectl get cupg")]
    public void ScriptThatMeansNothing_Parsed_IsRefused(string text) => Assert.Throws<FormatException>(() => Script.Parse("x", text));

    [Fact]
    public void Script_Parsed_KeepsFilesAsTheyStand()
    {
        var script = Script.Parse("x", "# why\n@ 1.36 1.20\n+ a.yaml\n    a:\n      b: c\n$ one\n& two\n= 3\n");

        Assert.Equal([ServerKind.KubetestApiserver, ServerKind.KubeApiserver], script.References.AsEnumerable());
        Assert.Equal(
            [new ScriptLine.WriteFile("a.yaml", "a:\n  b: c\n"), new ScriptLine.Run("one"), new ScriptLine.Follow("two"), new ScriptLine.Await(3)], script.Lines.AsEnumerable());
    }

    private static string Lines(string output, string errors = "", int exit = 0) => string.Join('\n', Normalised.Lines(Began, output, errors, exit));
}
