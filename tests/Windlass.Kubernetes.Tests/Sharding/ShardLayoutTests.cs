using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Sharding;

namespace Windlass.Kubernetes.Tests.Sharding;

public sealed class ShardLayoutTests
{
    private static readonly ShardLayout Layout = new("test", "test.dev", Version: 1, Count: 8);

    /// <summary>Replicas of other builds and machines must say the same: FNV-1a of "namespace/name".</summary>
    [Theory]
    [InlineData("region-1", "ctl1", 4)]
    [InlineData("region-1", "ctl2", 5)]
    [InlineData("region-1", "cmp83", 1)]
    [InlineData("lab", "ctl1", 5)]
    public void Key_Shard_IsTheSameForEver(string space, string name, int expected) => Assert.Equal(expected, Layout.Of(new ResourceKey(space, name)));

    [Fact]
    public void HundredNodes_Shards_HaveAboutTheSame()
    {
        var sizes = Enumerable.Range(1, 96).Select(index => Layout.Of(new ResourceKey("region-1", $"node-{index:000}"))).CountBy(shard => shard).ToArray();
        Assert.Equal(8, sizes.Length);
        Assert.All(sizes, size => Assert.InRange(size.Value, 4, 24));
    }

    /// <summary>A host name with a domain, and our underscore, are no name of an object.</summary>
    [Fact]
    public void AnyIdentity_LeaseOfIt_IsAUsableName() =>
        Assert.Equal(new ResourceKey("ns", "test-replica-host-example-net-1234"), Layout.LeaseOf("Host.example.net_1234", "ns"));
}
