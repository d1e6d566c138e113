using System.Text.Json.Nodes;

using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Tests.Storage;

public sealed class ChangeLogTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void WithinTheLimits_ReadsExactlyWhatCameAfter()
    {
        var log = new ChangeLog(10, ChangeLogLimits.Default);
        log.Append([Change(11), Change(12), Change(13)], Start);
        var read = Assert.IsType<ChangeLogReading.Changes>(log.ReadAfter(11));
        Assert.Equal([12L, 13L], read.Items.Select(change => change.Revision));
    }

    [Fact]
    public void BeyondTheCount_IsExpired()
    {
        var log = new ChangeLog(0, ChangeLogLimits.Default with { Count = 2 });
        log.Append([Change(1), Change(2), Change(3)], Start);
        Assert.Equal(1, Assert.IsType<ChangeLogReading.Expired>(log.ReadAfter(0)).Oldest);
        Assert.IsType<ChangeLogReading.Changes>(log.ReadAfter(1));
    }

    [Fact]
    public void BeyondTheAge_IsExpired()
    {
        var log = new ChangeLog(0, ChangeLogLimits.Default);
        log.Append([Change(1)], Start);
        log.Append([Change(2, Start.AddHours(2))], Start.AddHours(2));
        Assert.IsType<ChangeLogReading.Expired>(log.ReadAfter(0));
    }

    [Fact]
    public void BeyondTheBytes_IsExpired()
    {
        var log = new ChangeLog(0, ChangeLogLimits.Default with { Bytes = Change(1).Last.Json.Length });
        log.Append([Change(1), Change(2)], Start);
        Assert.IsType<ChangeLogReading.Expired>(log.ReadAfter(0));
    }

    [Fact]
    public void Current_WaitsForTheNextChange()
    {
        var log = new ChangeLog(0, ChangeLogLimits.Default);
        var waiting = Assert.IsType<ChangeLogReading.Nothing>(log.ReadAfter(0));
        Assert.False(waiting.Moved.IsCompleted);
        log.Append([Change(1)], Start);
        Assert.True(waiting.Moved.IsCompleted);
    }

    private static Change Change(long revision, DateTimeOffset? at = null)
    {
        var stored = StoredObject.Create(new ObjectKey("/x", "", "n"), revision, new JsonObject());
        return new Change(revision, stored.Key, null, stored, stored, at ?? Start);
    }
}
