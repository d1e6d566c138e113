namespace Windlass.Core.Tests.Simulation;

/// <summary>What people get of a random run that fails.</summary>
public sealed class SeededRunsTests
{
    private static readonly TroubleKind[] Troubles = [TroubleKind.StepFails, TroubleKind.HAProxyReloads, TroubleKind.OperatorRestarts, TroubleKind.NodeReboots];

    [Fact]
    public void RunBreaksARule_Check_PrintsRuleTranscriptAndSeed()
    {
        var failure = Assert.ThrowsAny<Exception>(() => SeededRuns.Check(1, Troubles, _ => "rule 8 of this test"));

        Assert.StartsWith("rule 8 of this test", failure.Message, StringComparison.Ordinal);
        Assert.Contains("keystone", failure.Message, StringComparison.Ordinal);
        Assert.Matches(@"the same again, with all its troubles: WINDLASS_SEED=\d+$", failure.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(300)]
    public void SameSeed_RunAgain_HasTheSameTranscript(ulong seed)
    {
        var (one, again) = (Scenario.Of(seed, [.. Troubles]).Build(), Scenario.Of(seed, [.. Troubles]).Build());

        Assert.Equal(one.ToTheEnd(), again.ToTheEnd());
        Assert.NotEqual("\n", one.Cluster.Transcript());
        Assert.Equal(one.Cluster.Transcript(), again.Cluster.Transcript());
    }
}
