using System.Text.Json.Nodes;

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Tests.Storage;

public sealed class ObjectStoreTests : IDisposable
{
    private const int Kills = 4;
    private const int WritesPerKill = 600;

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task AcknowledgedWrites_KilledAgainAndAgain_NothingIsLost()
    {
        var acknowledged = new List<string>();
        for (var kill = 1; kill <= Kills; kill++)
            await WriteUntilKilledAsync(acknowledged, kill * WritesPerKill);

        await using var store = Open();
        var found = store.Current.In("/configmaps").Values.Select(stored => stored.Key.Name).ToHashSet();
        Assert.True(acknowledged.Count >= Kills * WritesPerKill, $"only {acknowledged.Count} writes were acknowledged");
        Assert.DoesNotContain(acknowledged, name => !found.Contains(name));
        Assert.Equal(found.Count, store.Current.Revision);
    }

    [Fact]
    public async Task Reopened_ShowsTheSameObjectsAtTheSameRevision()
    {
        await using (var store = Open())
        {
            await Put(store, "a");
            await Put(store, "b");
            await store.WriteAsync(transaction => transaction.Remove(transaction.State.Find(Key("a"))!));
        }

        await using var again = Open();
        Assert.Equal(3, again.Current.Revision);
        Assert.Equal("b", Assert.Single(again.Current.All).Key.Name);
        Assert.Equal("2", again.Current.Find(Key("b"))!.ToTree()["metadata"]!["resourceVersion"]!.GetValue<string>());
    }

    [Fact]
    public async Task BodyThatThrows_NothingOfItIsKept_OthersGoOn()
    {
        await using var store = Open();
        var failing = store.WriteAsync<int>(transaction =>
        {
            transaction.Put(Key("half"), Tree("half"));
            throw new InvalidOperationException("changed my mind");
        });
        var other = Put(store, "whole");
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        Assert.Equal(1, (await other).Revision);
        Assert.Equal("whole", Assert.Single(store.Current.All).Key.Name);
    }

    [Fact]
    public async Task ManyWritersAtOnce_EveryRevisionIsUsedOnce()
    {
        await using var store = Open();
        var written = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Put(store, $"n{i}")));
        Assert.Equal(Enumerable.Range(1, 500).Select(i => (long)i), written.Select(stored => stored.Revision).Order());
    }

    [Fact]
    public async Task SecondProcessOnTheSameDirectory_IsRefused()
    {
        await using var store = Open();
        var refused = Assert.Throws<ControlPlaneUnavailableException>(Open);
        Assert.Contains("in use by another process", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FileThatIsNoDatabase_IsRefusedWithItsName()
    {
        File.WriteAllText(_directory.File("store.db"), new string('?', 8192));
        var refused = Assert.Throws<ControlPlaneUnavailableException>(Open);
        Assert.Contains("store.db", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DatabaseOfAnotherProgram_IsRefusedUntouched()
    {
        Execute("CREATE TABLE songs(title TEXT)");
        var refused = Assert.Throws<ControlPlaneUnavailableException>(Open);
        Assert.Contains("another program", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseOfANewerRelease_IsRefused()
    {
        await Open().DisposeAsync();
        Execute("PRAGMA user_version = 2");
        var refused = Assert.Throws<ControlPlaneUnavailableException>(Open);
        Assert.Contains("newer release", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DamagedPages_AreRefused()
    {
        await using (var store = Open())
            await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Put(store, $"n{i}")));
        await using (var file = new FileStream(_directory.File("store.db"), FileMode.Open))
        {
            file.Position = 4096;
            file.Write(new byte[(int)file.Length - 4096]);
        }

        var refused = Assert.Throws<ControlPlaneUnavailableException>(Open);
        Assert.Contains("store.db", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static ObjectKey Key(string name) => new("/configmaps", "default", name);

    private static JsonObject Tree(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name, ["uid"] = Guid.NewGuid().ToString() } };

    private static Task<StoredObject> Put(ObjectStore store, string name) => store.WriteAsync(transaction => transaction.Put(Key(name), Tree(name)));

    /// <summary>One life of the child: until so many writes were acknowledged in all lives together.</summary>
    private async Task WriteUntilKilledAsync(List<string> acknowledged, int wanted)
    {
        using var child = StoreWriterProcess.Start(_directory.Path);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var killed = limit.Token.Register(child.Kill);
        while (acknowledged.Count < wanted && await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } name)
            acknowledged.Add(name);
        child.Kill();
        // What was printed before the kill but not read yet was acknowledged too; only the last line may be cut short.
        var rest = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        acknowledged.AddRange(rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private ObjectStore Open() => ObjectStore.Open(_directory.Path, ChangeLogLimits.Default, TimeProvider.System, NullLogger.Instance);

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_directory.File("store.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
