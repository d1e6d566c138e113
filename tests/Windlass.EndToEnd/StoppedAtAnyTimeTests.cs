using System.Globalization;
using Windlass.EndToEnd.Harness;

namespace Windlass.EndToEnd;

/// <summary>
/// One release in three runs: the first is aborted and the second deleted, each after as many steps as chance will have it. Other moments each
/// time; the same again with WINDLASS_SEED.
/// </summary>
[Collection(LabCollection.Name)]
public sealed class StoppedAtAnyTimeTests(LabFixture lab)
{
    /// <summary>A whole run begins about 110, and an abort lets those in hand end: this leaves some to every run.</summary>
    private const int MostSteps = 40;

    [Fact]
    public async Task AbortedThenDeletedAfterAnySteps_UnderLoad_GivesBackEachTimeAndTheThirdRunEndsWell()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("WINDLASS_SEED") ?? $"{Random.Shared.Next()}", CultureInfo.InvariantCulture);
        var chance = new Random(seed);
        await using var cloud = await CloudUnderLoad.StartAsync(lab);

        await BeginAsync(cloud.Kubectl, "first", chance.Next(1, MostSteps), seed);
        await cloud.AbortAsync("first");

        await BeginAsync(cloud.Kubectl, "second", chance.Next(1, MostSteps), seed);
        (await cloud.Kubectl.RunAsync("delete", "cupg", "second", "--timeout=600s")).Succeeded();
        await cloud.AssertGivenBackAsync();

        (await cloud.Kubectl.ApplyAsync(UpgradeManifest.Of("third"))).Succeeded();
        await cloud.Kubectl.WaitForAsync("cupg/third", "condition=Ready");
        await cloud.EndAsync();
        await AfterUpgrade.AssertAtBirchAsync();
        await AfterUpgrade.AssertSchemasMovedOnceAsync();
    }

    private static async Task BeginAsync(Kubectl kubectl, string name, int steps, int seed)
    {
        var before = await StepsAsync();
        (await kubectl.ApplyAsync(UpgradeManifest.Of(name))).Succeeded();
        await Poll.UntilAsync(
            $"{steps} steps of the {name} run have begun, or it has ended (WINDLASS_SEED={seed})",
            async () => await StepsAsync() >= before + steps || await EndedAsync(kubectl, name),
            minutes: 5);
        TestContext.Current.TestOutputHelper?.WriteLine($"WINDLASS_SEED={seed}: the {name} run is stopped after {steps} steps");
    }

    private static async Task<bool> EndedAsync(Kubectl kubectl, string name) =>
        await kubectl.GetAsync("cupg/" + name) is { } now && Conditions.Of(now, "Ready").StartsWith("True/", StringComparison.Ordinal);

    private static async Task<int> StepsAsync() => (await LabJournal.StepsAsync()).Count(line => line.Phase == "start");
}
