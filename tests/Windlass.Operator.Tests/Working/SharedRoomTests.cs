using Windlass.Operator.Working;

namespace Windlass.Operator.Tests.Working;

/// <summary>One cluster whose archive hangs does not hold the others.</summary>
public sealed class SharedRoomTests
{
    [Theory]
    [InlineData(32, 24)]
    [InlineData(16, 12)]
    [InlineData(2, 1)]
    [InlineData(1, 1)]
    public void OneClusterHangs_Enter_ItGetsAllButWhatIsKeptForOthers(int places, int expected)
    {
        var room = new SharedRoom(places);
        Assert.Equal(expected, Enumerable.Range(0, 2 * places).Count(_ => room.TryEnter("south")));
        Assert.Equal(places > 1, room.TryEnter("north"));
    }

    [Fact]
    public void PlaceGivenBack_Enter_ItIsThereAgain()
    {
        var room = new SharedRoom(1);
        Assert.True(room.TryEnter("south"));
        Assert.False(room.TryEnter("north"));
        room.Leave("south");
        Assert.True(room.TryEnter("north"));
    }

    /// <summary>Never more than there are, however many clusters ask.</summary>
    [Fact]
    public void ManyClusters_Enter_NoMoreThanThePlaces()
    {
        var room = new SharedRoom(8);
        Assert.Equal(8, Enumerable.Range(0, 100).Count(cluster => room.TryEnter($"cluster-{cluster}")));
    }
}
