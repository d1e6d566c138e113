using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Plugin;
using Windlass.Operator.Resources;
using Windlass.Operator.Tests.Working;
using Windlass.Testing;

namespace Windlass.Operator.Tests.Plugin;

public sealed class UpgradeWaitTests
{
    private readonly EagerTime _time = new();
    private readonly InMemoryClusterApi _api;

    public UpgradeWaitTests() => _api = new InMemoryClusterApi(new InMemoryCluster(_time));

    [Theory]
    [InlineData(0, "Ready", "UpgradeSucceeded")]
    [InlineData(2, "Stalled", "NodesStalled")]
    [InlineData(3, "Paused", "PauseRequested")]
    public async Task End_Run_TellsWhichByItsExitStatus(int expected, string type, string reason)
    {
        await SetAsync(Runs.Working);
        var asked = 0;
        _api.Hold = async (call, _) =>
        {
            if (call.Verb == "list" && ++asked == 3)
            {
                await SetAsync(Runs.Is(type, ConditionStatus.True, reason), Runs.Is(type == "Ready" ? "Paused" : "Ready", ConditionStatus.False, "x"));
            }
        };

        Assert.Equal(expected, await WaitAsync());
    }

    [Fact]
    public async Task NoEnd_RunWithATimeLimit_Is124()
    {
        await SetAsync(Runs.Working);

        Assert.Equal(124, await WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task NoUpgrade_Run_IsAnError() => Assert.Equal(1, await WaitAsync());

    /// <summary>An operator's machine restarts while somebody waits.</summary>
    [Fact]
    public async Task ApiAwayForAMoment_Run_WaitsOn()
    {
        await SetAsync(Runs.Is("Ready", ConditionStatus.True, "UpgradeSucceeded"));
        var left = 3;
        _api.Fault = call => call.Verb == "list" && left-- > 0 ? new ApiFailure.Unavailable("away") : null;

        Assert.Equal(0, await WaitAsync());
    }

    [Fact]
    public async Task ApiAwayForGood_Run_GivesUp()
    {
        _api.Fault = _ => new ApiFailure.Unavailable("away");

        Assert.Equal(1, await WaitAsync());
    }

    private Task<int> WaitAsync(TimeSpan? limit = null) =>
        new UpgradeWait(_api, Runs.Space, TextWriter.Null, _time).RunAsync(null, limit ?? Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken);

    private async Task SetAsync(params Condition[] conditions)
    {
        var upgrade = Runs.Upgrade(status: Runs.Status(conditions));
        if ((await _api.GetAsync(Kinds.Upgrades, ResourceKey.Of(upgrade), default)).Failure is ApiFailure.NotFound)
        {
            await Cloud.MustAsync(_api.CreateAsync(Kinds.Upgrades, upgrade with { Status = null }, default));
        }

        await Cloud.MustAsync(_api.ApplyStatusAsync(Kinds.Upgrades, upgrade, new ApplyOptions("test"), default));
    }
}
