using Windlass.Core.Api.Upgrades;

namespace Windlass.Operator.Tests.Working;

/// <summary>A namespace is a cluster: what has the same name in two of them has nothing else in common.</summary>
public sealed class TwoCloudsTests
{
    /// <summary>
    /// Their machines are namesakes. What was known of an HAProxy of one (that its master process has a socket) was believed of the other's,
    /// which then could never be read: its upgrade stood still.
    /// </summary>
    [Fact]
    public async Task UpgradesInTwoNamespaces_Run_EachMovesItsOwnMachines()
    {
        var north = new Cloud();
        var south = new Cloud("south", north) { HasMasterSockets = false };
        await north.DeclareAsync();
        await south.DeclareAsync();
        await using var life = new OperatorLife(1, north, south);

        await life.FinishAsync();

        foreach (var cloud in (ReadOnlySpan<Cloud>)[north, south])
        {
            Assert.All(cloud.Machines.Values, machine => Assert.True(machine.IsAtTarget));
            Assert.All(cloud.Machines.Values, machine => Assert.Equal(1, machine.Steps.Count(step => step == "Install")));
            Assert.True(cloud.IsWholeInRotation);
            Assert.Equal(1, cloud.MostOut);
            Assert.Empty(cloud.Unclaimed);
        }
    }

    /// <summary>A pause in one is no pause in the other.</summary>
    [Fact]
    public async Task OneNamespaceIsPaused_Run_TheOtherGoesOn()
    {
        var north = new Cloud();
        var south = new Cloud("south", north);
        await north.DeclareAsync();
        await south.DeclareAsync(new PauseRequest { Requester = "me", Reason = "not tonight" });
        await using var life = new OperatorLife(1, north, south);

        for (var round = 0; round < 40; round++)
        {
            await life.RoundAsync();
        }

        Assert.NotNull((await north.UpgradeAsync()).Status?.CompletionTime);
        Assert.Null((await south.UpgradeAsync()).Status?.CompletionTime);
        Assert.All(south.Machines.Values, machine => Assert.Empty(machine.Steps));
    }
}
