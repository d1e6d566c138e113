using System.Text.Json.Nodes;
using Windlass.Core.Observation;
using Windlass.Core.Projection;
using Windlass.Nodes;
using Windlass.Operator.Previewing;
using Windlass.Operator.Tests.Working;

namespace Windlass.Operator.Tests.Previewing;

/// <summary>From a look at machines to the words that people read.</summary>
public sealed class CloudObserverTests : IDisposable
{
    private readonly Files _files = new(Files.Nodes, Files.Releases, Files.Upgrade);
    private readonly EagerTime _time = new();
    private readonly StringWriter _progress = new();
    private readonly Dictionary<string, Machine> _machines;

    public CloudObserverTests() => _machines = new() { ["cmp1"] = new(new("cmp1"), "cmp1.test", _time), ["cmp2"] = new(new("cmp2"), "cmp2.test", _time) };

    [Fact]
    public async Task TwoMachines_Look_AreObservedOnceAndLeftAlone()
    {
        var projection = await ProjectAsync();

        Assert.True(projection.IsPreflightPassed);
        Assert.All(_machines.Values, machine => Assert.Equal((0, 1, 1), (machine.Steps.Count, machine.Observations, machine.Disconnects)));
        Assert.Equal(
            $"""
            ClusterUpgrade to-birch: alder -> birch, 2 nodes

            Preflight: passed

            Plan
              1  Preparing
                   cmp1, cmp2
                     SwitchRepository cloud.sources
                     Stage            1 package
              2  Satellites
                   cmp1
                     StopAndHold      key: key.service
                     Install          key: key
                     Release          key: key.service
              3  Satellites
                   cmp2
                     StopAndHold      key: key.service
                     Install          key: key
                     Release          key: key.service

            Packages
              key  1.0 -> 2.0  on cmp1, cmp2

            Expected to take 4m40s at work, by typical step times, assumed

            Hash of this plan, for spec.approval.planHash: {projection.Plan!.Hash}

            At the end every node above is at birch. Nodes of one wave move together; in a window the next begins when one is done.

            """,
            PlanText.Plan(_files.Set.Upgrade, projection, 2));
    }

    [Fact]
    public async Task MachineThatIsSilent_Look_IsAFindingAndThePlanGoesOnWithoutIt()
    {
        _machines["cmp2"].Silence = new NodeFailure(NodeFailureKind.ConnectTimeout, "no login within 20 s");

        var projection = await ProjectAsync();

        var text = PlanText.Plan(_files.Set.Upgrade, projection, 2);
        Assert.Contains("Preflight: FAILED\n  cmp2: Reachable: no login within 20 s\n", text, StringComparison.Ordinal);
        Assert.Contains("Plan, once the findings are put right (nodes that did not answer are left out)\n", text, StringComparison.Ordinal);
        Assert.Contains("windlass: cmp2: no login within 20 s\n", _progress.ToString(), StringComparison.Ordinal);
        Assert.Contains("windlass: 2 of 2 nodes looked at\n", _progress.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A sceptic sees what the new code says of his cloud, too; a warning is told and stops nothing.</summary>
    [Theory]
    [InlineData(1, "Preflight: passed\n  cmp1: UpgradeChecks (Warning): key-status of birch has warnings: old policy file\n")]
    [InlineData(2, "Preflight: FAILED\n  cmp1: UpgradeChecks: key-status of birch answers 2: old policy file. Mend")]
    public async Task TargetWithUpgradeCheck_Look_AsksOneMachineAndTellsItsVerdict(int code, string text)
    {
        using var files = new Files(Files.Nodes, Files.ReleasesWith("{name: key, sourcePackages: [key], upgradeCheck: {run: [key-status]}}"), Files.Upgrade);
        Assert.All(_machines.Values, machine => machine.Checks = [new UpgradeCheckResult.Ran("key", code, ["| old policy file |"])]);
        await using var observer = new CloudObserver(files.Set, address => _machines[address.Name.Value], new PrivateKey("key"), _progress, _time);

        var projection = UpgradeForesight.Of(await observer.LookAsync(["cmp1", "cmp2"], TestContext.Current.CancellationToken), _time.GetUtcNow());

        Assert.Contains(text, PlanText.Preflight(files.Set.Upgrade, projection, 2), StringComparison.Ordinal);
        Assert.Equal((1, 0), (_machines["cmp1"].Checked.Count, _machines["cmp2"].Checked.Count));
        Assert.Contains("windlass: cmp1: 1 upgrade check of birch, from its packages unpacked aside\n", _progress.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Projection_AsJson_LeavesOutWhatIsNotKnown()
    {
        Assert.All(_machines.Values, machine => machine.Resolution = new TargetResolution());
        var projection = await ProjectAsync();

        var json = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(PlanDocument.Of(_files.Set.Upgrade, projection, isPlanWanted: true), PlanJson.Default.PlanDocument))!;
        var checks = PlanDocument.Of(_files.Set.Upgrade, projection, isPlanWanted: false);

        var package = json["waves"]![1]!["nodes"]![0]!["steps"]![1]!["packages"]![0]!;
        Assert.Equal(("key", "1.0", null, ">= 2"), ((string?)package["name"], (string?)package["from"], (string?)package["to"], (string?)package["expected"]));
        Assert.True((bool)json["preflightPassed"]!);
        Assert.DoesNotContain("known.after.staging", json.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(checks.Waves);
    }

    public void Dispose() => _files.Dispose();

    private async Task<UpgradeProjection> ProjectAsync()
    {
        await using var observer = new CloudObserver(_files.Set, address => _machines[address.Name.Value], new PrivateKey("key"), _progress, _time);
        return UpgradeForesight.Of(await observer.LookAsync(["cmp1", "cmp2"], TestContext.Current.CancellationToken), _time.GetUtcNow());
    }
}
