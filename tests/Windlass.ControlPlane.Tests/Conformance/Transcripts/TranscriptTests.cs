using Windlass.ControlPlane.Tests.Conformance.Servers;
using Windlass.ControlPlane.Tests.Kubectl;
using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Transcripts;

/// <summary>The same commands from an empty namespace on ours and on real API servers: line for line the same output, errors and exit codes.</summary>
public sealed class TranscriptTests(Transcripts transcripts, TestedServers servers)
{
    public static TheoryData<string, string, ServerKind> Cases { get; } =
    [
        .. from kubectl in KubectlBinaries.ForTranscripts
           from script in Script.All.Values.OrderBy(script => script.Name, StringComparer.Ordinal)
           from reference in script.References
           select (kubectl, script.Name, reference),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Script_OnBothServers_SaysTheSame(string kubectl, string script, ServerKind reference)
    {
        var comparisons = await CompareAsync(kubectl, script, reference);

        var differences = comparisons.Where(each => !each.IsEqual).ToArray();
        Assert.True(differences.Length == 0, $"{differences.Length} of {comparisons.Length} commands differ:\n{string.Join('\n', differences.AsEnumerable())}");
        Assert.NotEmpty(comparisons);
    }

    [Fact]
    public async Task KnownDifference_StillDiffers()
    {
        var needed = new HashSet<KnownDifference>();
        foreach (var (kubectl, script, reference) in Cases.Select(row => row.Data))
            needed.UnionWith((await CompareAsync(kubectl, script, reference)).SelectMany(each => each.Needed));

        Assert.Equal([], KnownDifferences.All.Except(needed).Select(stale => $"{stale.Server} {stale.Command}: {stale.Reason}"));
    }

    private async Task<Comparison[]> CompareAsync(string kubectl, string script, ServerKind reference)
    {
        var (ours, theirs) = await transcripts.GetAsync(servers, kubectl, Script.All[script], reference);
        return [.. ours.Zip(theirs, (our, their) => Comparison.Of(reference, our, their))];
    }
}
