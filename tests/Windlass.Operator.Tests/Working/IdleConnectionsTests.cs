using Windlass.Kubernetes.Api;
using Windlass.Operator.Working;

namespace Windlass.Operator.Tests.Working;

public sealed class IdleConnectionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly IdleConnections idle = new();

    [Fact]
    public void SmallCloud_Waiting_KeepsEveryConnection() =>
        Assert.All(Enumerable.Range(0, IdleConnections.Room), number => Assert.True(idle.KeepForItsTurn(Node(number), Now)));

    [Fact]
    public void LargeCloud_Waiting_KeepsNoMoreThanThereIsRoomFor()
    {
        var kept = Enumerable.Range(0, 1000).Count(number => idle.KeepForItsTurn(Node(number), Now));

        Assert.Equal(IdleConnections.Room, kept);
        Assert.True(idle.KeepForItsTurn(Node(0), Now), "who has a place keeps it");
    }

    [Fact]
    public void UpgradeIsOver_Rest_LetsGoAfterAWhile()
    {
        idle.Use(Node(1), Now);

        Assert.True(idle.KeepAfterwards(Node(1), Now + IdleConnections.Linger - TimeSpan.FromSeconds(1)));
        Assert.False(idle.KeepAfterwards(Node(1), Now + IdleConnections.Linger));
        Assert.False(idle.KeepAfterwards(Node(1), Now));
    }

    /// <summary>An upgrade that is declared with its nodes finds them connected.</summary>
    [Fact]
    public void FirstLook_Rest_LetsGoAfterAWhileAndAtOnceLater()
    {
        Assert.True(idle.KeepAfterwards(Node(1), Now));
        Assert.True(idle.KeepAfterwards(Node(1), Now + IdleConnections.Linger - TimeSpan.FromSeconds(1)));
        Assert.False(idle.KeepAfterwards(Node(1), Now + IdleConnections.Linger));
        Assert.False(idle.KeepAfterwards(Node(1), Now + (10 * IdleConnections.Linger)));
    }

    [Fact]
    public void FirstLookAtALargeCloud_Rest_KeepsNoMoreThanThereIsRoomFor() =>
        Assert.Equal(IdleConnections.Room, Enumerable.Range(0, 1000).Count(number => idle.KeepAfterwards(Node(number), Now)));

    private static ResourceKey Node(int number) => new("lab", $"node{number}");
}
