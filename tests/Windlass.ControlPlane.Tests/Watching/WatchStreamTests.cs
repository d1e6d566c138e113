using System.Text.Json.Nodes;

using CsCheck;

using Microsoft.Extensions.Logging.Abstractions;

using Windlass.ControlPlane.Storage;
using Windlass.ControlPlane.Tests.Storage;
using Windlass.Testing;

namespace Windlass.ControlPlane.Tests.Watching;

public sealed class WatchStreamTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task QuietKind_OneMinute_BringsOneBookmarkWithTheNewestRevision()
    {
        var clock = new ManualTimeProvider();
        await using var store = Open(ChangeLogLimits.Default, clock);
        await PutAsync(store, "a");
        await using var watch = new WatchedPipe(store, clock, from: 1);
        for (var minute = 1; minute <= 3; minute++)
        {
            // Another kind moves: the bookmark is how this watch hears how far the server is.
            var other = await store.WriteAsync(transaction => transaction.Put(new ObjectKey("/secrets", "default", $"s{minute}"), Tree("s")));
            var bookmark = watch.NextAsync();
            await Until.TrueAsync(() => clock.ActiveTimers > 0, "the watch waits");
            clock.Advance(TimeSpan.FromSeconds(50));
            Assert.False(bookmark.IsCompleted);
            await Until.TrueAsync(clock, TimeSpan.FromSeconds(0.1), () => bookmark.IsCompleted, "the bookmark of the minute");
            var told = (await bookmark)!;
            Assert.Equal(("BOOKMARK", other.Revision), (told["type"]!.GetValue<string>(), WatchedPipe.VersionOf(told)));
        }
    }

    [Fact]
    public async Task ReaderSlowerThanTheLog_IsCutOffInOrderAndWith410()
    {
        const int kept = 300;
        const int written = 3_000;
        await using var store = Open(ChangeLogLimits.Default with { Count = kept }, TimeProvider.System);
        await PutAsync(store, "a");
        await using var watch = new WatchedPipe(store, TimeProvider.System, from: 1);
        var writes = Enumerable.Range(0, written).Select(_ => PutAsync(store, "a")).ToArray();
        await Task.WhenAll(writes);
        var seen = new List<JsonObject>();
        while (await watch.NextAsync() is { } told)
            seen.Add(told);
        var last = seen[^1]["object"]!;
        Assert.Equal(("ERROR", "Expired", 410), (seen[^1]["type"]!.GetValue<string>(), last["reason"]!.GetValue<string>(), last["code"]!.GetValue<int>()));
        var versions = seen.SkipLast(1).Select(WatchedPipe.VersionOf).ToArray();
        // What it was shown is whole as far as it goes, and no more than one reading was kept for it.
        Assert.Equal(Enumerable.Range(2, versions.Length).Select(version => (long)version), versions);
        Assert.InRange(versions.Length, 0, written - kept);
    }

    /// <summary>Any mix of writers and of positions to start from: every watcher sees every later change of its kind once, in order.</summary>
    [Fact]
    public void ManyWritersAndWatchers_EachSeesEveryLaterChangeOnce() => Gen.Select(
        Gen.Int[1, 6], Gen.Int[1, 60], Gen.Double[0, 1].Array[1, 5]).Sample(
        (writers, writes, starts) =>
        {
            TestAsync(writers, writes, starts).GetAwaiter().GetResult();
            return true;
        },
        iter: 25, threads: 1);

    public void Dispose() => _directory.Dispose();

    private static async Task TestAsync(int writers, int writes, double[] starts)
    {
        using var directory = new TemporaryDirectory();
        await using var store = ObjectStore.Open(directory.Path, ChangeLogLimits.Default, TimeProvider.System, NullLogger.Instance);
        var first = await PutAsync(store, "first");
        var writing = Enumerable.Range(0, writers).Select(writer => Task.Run(() => WriteAsync(store, writer, writes))).ToArray();
        var watches = starts.Select(share => new WatchedPipe(store, TimeProvider.System, From(store, first.Revision, share))).ToArray();
        var expected = (await Task.WhenAll(writing)).SelectMany(versions => versions).Order().ToArray();
        foreach (var watch in watches)
        {
            foreach (var version in expected.Where(version => version > watch.Start))
                Assert.Equal(version, WatchedPipe.VersionOf((await watch.NextAsync())!));
            await watch.DisposeAsync();
        }
    }

    private static long From(ObjectStore store, long first, double share) => first + (long)((store.Current.Revision - first) * share);

    /// <summary>Makes, changes and removes config maps, with secrets in between that the watches must not show.</summary>
    private static async Task<List<long>> WriteAsync(ObjectStore store, int writer, int writes)
    {
        var versions = new List<long>();
        for (var i = 0; i < writes; i++)
        {
            var name = $"w{writer}-{i % 7}";
            await store.WriteAsync(transaction => transaction.Put(new ObjectKey("/secrets", "default", name), Tree(name)));
            var change = i % 5 == 4
                ? await store.WriteAsync(transaction => transaction.State.Find(Key(name)) is { } live ? transaction.Remove(live) : null)
                : await PutAsync(store, name);
            if (change is not null)
                versions.Add(change.Revision);
        }

        return versions;
    }

    private static ObjectKey Key(string name) => new("/configmaps", "default", name);

    private static JsonObject Tree(string name) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["uid"] = name }, ["data"] = new JsonObject { ["text"] = new string('x', 200) },
    };

    private static Task<StoredObject> PutAsync(ObjectStore store, string name) =>
        store.WriteAsync(transaction => transaction.Put(Key(name), Tree(name)));

    private ObjectStore Open(ChangeLogLimits limits, TimeProvider time) => ObjectStore.Open(_directory.Path, limits, time, NullLogger.Instance);
}
