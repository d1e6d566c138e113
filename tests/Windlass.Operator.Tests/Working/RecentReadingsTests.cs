using System.Collections.Concurrent;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Operator.Working;

namespace Windlass.Operator.Tests.Working;

public sealed class RecentReadingsTests
{
    private readonly EagerTime _time = new();
    private readonly ConcurrentQueue<string> _reads = [];
    private readonly ConcurrentQueue<ReadOutcome> _answers = [];

    /// <summary>Ten thousand nodes that look at once wait for one reading.</summary>
    [Fact]
    public async Task ManyNodesLookAtOnce_All_ReadsEachInstanceOnce()
    {
        var gate = new TaskCompletionSource<ReadOutcome>();
        var readings = new RecentReadings(_ => [Host("ctl1")], (host, _) => Count(host, gate.Task), _time, default);

        var looks = Enumerable.Range(0, 50).Select(_ => readings.AllAsync("lab", default)).ToArray();
        gate.SetResult(Read);

        Assert.All(await Task.WhenAll(looks), found => Assert.Equal([Read], found));
        Assert.Single(_reads);
    }

    [Fact]
    public async Task ReadingIsOld_All_ReadsAnew()
    {
        var readings = Readings("ctl1", "ctl2");

        await readings.AllAsync("lab", default);
        await readings.AllAsync("lab", default);
        Assert.Equal(["ctl1", "ctl2"], _reads.Order(StringComparer.Ordinal));
        _time.Pass(RecentReadings.GoodFor);
        await readings.AllAsync("lab", default);

        Assert.Equal(["ctl1", "ctl1", "ctl2", "ctl2"], _reads.Order(StringComparer.Ordinal));
    }

    /// <summary>The clock was set back: nobody knows how old it is.</summary>
    [Fact]
    public async Task ReadingFromTheFuture_All_ReadsAnew()
    {
        var readings = Readings("ctl1");

        await readings.AllAsync("lab", default);
        _time.Pass(-TimeSpan.FromHours(1));
        await readings.AllAsync("lab", default);

        Assert.Equal(2, _reads.Count);
    }

    /// <summary>The connection was let go just then.</summary>
    [Fact]
    public async Task FailsOnce_All_IsTriedAgain()
    {
        _answers.Enqueue(Unreadable);

        Assert.Equal([Read], await Readings("ctl1").AllAsync("lab", default));
    }

    [Fact]
    public async Task FailsTwice_All_IsUnreadable()
    {
        _answers.Enqueue(Unreadable);
        _answers.Enqueue(Unreadable);

        Assert.Equal([Unreadable], await Readings("ctl1").AllAsync("lab", default));
    }

    /// <summary>A bug, or a pass that was given up, is not kept for half a minute.</summary>
    [Fact]
    public async Task ReadingWasGivenUp_All_ReadsAnew()
    {
        var isFirst = true;
        var readings = new RecentReadings(_ => [Host("ctl1")], (host, _) =>
        {
            (var was, isFirst) = (isFirst, false);
            return was ? throw new OperationCanceledException() : Task.FromResult<ReadOutcome>(Read);
        }, _time, default);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => readings.AllAsync("lab", default));

        Assert.Equal([Read], await readings.AllAsync("lab", default));
    }

    /// <summary>Who asked first may have lost its shard: those that wait for the same reading are not to lose their pass with it.</summary>
    [Fact]
    public async Task FirstOneGivesUp_Others_GetTheReading()
    {
        var gate = new TaskCompletionSource<ReadOutcome>();
        using var first = new CancellationTokenSource();
        var readings = new RecentReadings(_ => [Host("ctl1")], (host, token) => Count(host, gate.Task.WaitAsync(token)), _time, default);

        var given = readings.AllAsync("lab", first.Token);
        var other = readings.AllAsync("lab", default);
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        gate.SetResult(Read);

        Assert.Equal([Read], await other);
        Assert.Single(_reads);
    }

    private static ReadOutcome.Read Read { get; } = new(new LoadBalancerSnapshot(new NodeName("ctl1"), 1, "2.6", []));

    private static ReadOutcome.Unreadable Unreadable { get; } = new(new NodeName("ctl1"), "connection refused");

    private RecentReadings Readings(params string[] hosts) =>
        new(_ => [.. hosts.Select(Host)], (host, _) => Count(host, Task.FromResult(_answers.TryDequeue(out var answer) ? answer : Read)), _time, default);

    private Task<ReadOutcome> Count(ClusterNode host, Task<ReadOutcome> answer)
    {
        _reads.Enqueue(host.Metadata.Name);
        return answer;
    }

    private static ClusterNode Host(string name) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "lab" },
        Spec = new ClusterNodeSpec { Address = name, Roles = ["controller"], Ssh = new NodeSsh { SecretRef = new SecretReference { Name = "ssh" } }, Haproxy = new NodeHAProxy() },
    };
}
