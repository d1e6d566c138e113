using Windlass.Core.Api.Upgrades;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Plugin;
using Windlass.Operator.Resources;
using Windlass.Operator.Tests.Working;
using Windlass.Testing;

namespace Windlass.Operator.Tests.Plugin;

public sealed class SpecChangeTests
{
    private static readonly ResourceKey Key = new(Runs.Space, "to-birch");

    private readonly InMemoryClusterApi _api = new(new InMemoryCluster(new EagerTime()));

    /// <summary>Two people pause at the same moment: both are heard.</summary>
    [Fact]
    public async Task OtherWritesInBetween_Make_LosesNeither()
    {
        await CreateAsync();
        var isFirst = true;
        _api.Hold = async (call, _) =>
        {
            if (call.Verb == "patch" && isFirst)
            {
                isFirst = false;
                Assert.Null(await PauseAsync("bob"));
            }
        };

        Assert.Null(await PauseAsync("ann"));

        Assert.Equal(["ann", "bob"], (await ReadAsync()).Spec.PauseRequests.Select(request => request.Requester).Order());
    }

    [Fact]
    public async Task SameAgain_Make_SendsNothing()
    {
        await CreateAsync();
        await PauseAsync("ann");
        var before = _api.Calls.Count(call => call.Verb == "patch");

        Assert.Null(await PauseAsync("ann"));

        Assert.Equal(before, _api.Calls.Count(call => call.Verb == "patch"));
    }

    /// <summary>Defaults that nobody wrote stay unwritten: else this command would own them from then on.</summary>
    [Fact]
    public async Task OneField_Make_SendsThatFieldOnly()
    {
        await CreateAsync();
        await PauseAsync("ann");

        Assert.Equal(["pauseRequests"], MergeDiff.Of(
            System.Text.Json.Nodes.JsonNode.Parse("""{"a":1,"pauseRequests":[]}""")!.AsObject(),
            System.Text.Json.Nodes.JsonNode.Parse("""{"a":1,"pauseRequests":[{"requester":"x"}]}""")!.AsObject()).Select(field => field.Key));
        Assert.Equal("birch", (await ReadAsync()).Spec.TargetRelease);
    }

    [Fact]
    public async Task NoSuchObject_Make_SaysSo() => Assert.IsType<ApiFailure.NotFound>(await PauseAsync("ann"));

    [Fact]
    public async Task EndlessConflicts_Make_GivesUp()
    {
        await CreateAsync();
        _api.Fault = call => call.Verb == "patch" ? new ApiFailure.Conflict("changed") : null;

        Assert.IsType<ApiFailure.Conflict>(await PauseAsync("ann"));
    }

    [Fact]
    public void PauseOfOneself_Without_LeavesThoseOfOthers()
    {
        var upgrade = Runs.Upgrade("to-birch", null, new PauseRequest { Requester = "ann", Reason = "a" }, new PauseRequest { Requester = "ann/node/ctl1", Reason = "b", Node = "ctl1" });

        var left = PauseEdits.Without(upgrade, request => request.Requester == PauseEdits.KeyOf("ann", "", ""));

        Assert.Equal(["ann/node/ctl1"], left.Spec.PauseRequests.Select(request => request.Requester));
    }

    private Task<ApiFailure?> PauseAsync(string requester) => SpecChange.MakeAsync(
        _api, Kinds.Upgrades, Key, now => PauseEdits.With(now, new PauseRequest { Requester = requester, Reason = "x" }), TestContext.Current.CancellationToken);

    private Task CreateAsync() => Cloud.MustAsync(_api.CreateAsync(Kinds.Upgrades, Runs.Upgrade(), default));

    private Task<ClusterUpgrade> ReadAsync() => Cloud.MustAsync(_api.GetAsync(Kinds.Upgrades, Key, default));
}
