using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using static Windlass.Core.Tests.LoadBalancing.Servers;

namespace Windlass.Core.Tests.LoadBalancing;

public sealed class ServerMatchTests
{
    private static readonly NodeName Node = new("ctl-1");

    [Fact]
    public void AddressAndNameDisagree_Find_TrustsTheAddress()
    {
        var snapshot = Snapshot("lb", Server("ctl-1", address: "10.0.0.2"), Server("ctl-2", address: "10.0.0.1"));

        Assert.Equal([new ServerRef("api", "ctl-2")], ServerMatch.Find(snapshot, ["api"], Node, "10.0.0.1", null).Servers);
    }

    [Theory]
    [InlineData("ctl-1", null)]
    [InlineData("ctl-1.example.net", null)]
    [InlineData("whatever", "whatever")]
    public void OtherNetwork_Find_GoesByName(string server, string? serverName)
    {
        var snapshot = Snapshot("lb", Server(server, address: "192.168.0.1"), Server("ctl-10", address: "192.168.0.2"));

        var matched = ServerMatch.Find(snapshot, ["api"], Node, "10.0.0.1", serverName);

        Assert.Equal([new ServerRef("api", server)], matched.Servers);
        Assert.True(matched.IsComplete);
    }

    [Fact]
    public void ServerNameGiven_Find_DoesNotFallBackToTheNodeName()
    {
        var matched = ServerMatch.Find(Snapshot("lb", Server("ctl-1")), ["api"], Node, "", "other");

        Assert.Empty(matched.Servers);
        Assert.Equal(["api"], matched.BackendsWithoutNode);
    }

    [Fact]
    public void SharedAddress_Find_NarrowsByName()
    {
        var snapshot = Snapshot("lb", Server("ctl-1", address: "127.0.0.1"), Server("ctl-2", address: "127.0.0.1"));

        Assert.Equal([new ServerRef("api", "ctl-1")], ServerMatch.Find(snapshot, ["api"], Node, "127.0.0.1", null).Servers);
    }

    [Fact]
    public void TwoPortsOfOneNode_Find_TakesBoth()
    {
        var snapshot = Snapshot("lb", Server("a", address: "10.0.0.1"), Server("b", address: "10.0.0.1"), Server("c", address: "10.0.0.2"));

        Assert.Equal(["api/a", "api/b"], ServerMatch.Find(snapshot, ["api"], Node, "10.0.0.1", null).Servers.Select(server => server.ToString()));
    }

    [Fact]
    public void BackendsMissing_Find_NamesThem()
    {
        var matched = ServerMatch.Find(Snapshot("lb", Server("x", backend: "there")), ["there", "absent"], Node, "::1", null);

        Assert.Empty(matched.Servers);
        Assert.Equal(["absent"], matched.UnknownBackends);
        Assert.Equal(["there"], matched.BackendsWithoutNode);
        Assert.False(matched.IsComplete);
    }
}
