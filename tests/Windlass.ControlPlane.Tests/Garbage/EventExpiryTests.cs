using System.Text.Json.Nodes;

using Microsoft.Extensions.Logging.Abstractions;

using Windlass.ControlPlane.Garbage;
using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Storage;
using Windlass.ControlPlane.Tests.Storage;

namespace Windlass.ControlPlane.Tests.Garbage;

public sealed class EventExpiryTests
{
    [Fact]
    public async Task EventNotSeenForItsLife_IsForgotten_OneSeenAgainIsKept()
    {
        using var directory = new TemporaryDirectory();
        await using var store = ObjectStore.Open(directory.Path, ChangeLogLimits.Default, TimeProvider.System, NullLogger.Instance);
        var catalogue = CatalogueLoader.Load([]);
        var now = TimeProvider.System.GetUtcNow();
        await PutAsync(store, catalogue, "old", now.AddHours(-3), now.AddHours(-2));
        await PutAsync(store, catalogue, "again", now.AddHours(-3), now);
        var expiry = new EventExpiry(store, catalogue, TimeSpan.FromHours(1), TimeProvider.System);
        Assert.Equal(1, await expiry.ExpireAsync());
        Assert.Equal("again", Assert.Single(store.Current.All).Key.Name);
    }

    private static Task PutAsync(ObjectStore store, ResourceCatalogue catalogue, string name, DateTimeOffset created, DateTimeOffset seen)
    {
        var tree = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["uid"] = name, ["creationTimestamp"] = KubeTime.Text(created) },
            ["lastTimestamp"] = KubeTime.Text(seen),
        };
        return store.WriteAsync(transaction => transaction.Put(catalogue.Events.Key("default", name), tree));
    }
}
