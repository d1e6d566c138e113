using CsCheck;
using Windlass.Kubernetes.Queueing;
using Windlass.Testing;

namespace Windlass.Kubernetes.Tests.Queueing;

public sealed class WorkQueueTests
{
    private readonly ManualTimeProvider clock = new();

    [Fact]
    public async Task KeyAddedTwice_Take_ComesOnce()
    {
        using var queue = new WorkQueue<string>(clock);
        queue.Add("a");
        queue.Add("a");
        queue.Add("b");

        Assert.Equal(["a", "b"], await DrainAsync(queue));
    }

    [Fact]
    public async Task KeyInWork_AddedAgain_WaitsUntilDone()
    {
        using var queue = new WorkQueue<string>(clock);
        queue.Add("a");
        var item = await queue.TakeAsync(CancellationToken.None);
        queue.Add("a");

        Assert.Equal(0, queue.Depth);
        item!.Dispose();
        item.Dispose();
        Assert.Equal(1, queue.Depth);
    }

    [Fact]
    public async Task SeveralDelays_Advance_EarliestCounts()
    {
        using var queue = new WorkQueue<string>(clock);
        queue.AddAfter("a", TimeSpan.FromSeconds(60));
        queue.AddAfter("a", TimeSpan.FromSeconds(10));
        queue.AddAfter("a", TimeSpan.FromSeconds(30));

        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, queue.Depth);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["a"], await TakeReadyAsync(queue));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, queue.Depth);
    }

    [Fact]
    public void Failures_AddRateLimited_DelaysGrowToTheLongestAndForgetResets()
    {
        using var queue = new WorkQueue<string>(clock);
        var delays = Enumerable.Range(0, 11).Select(_ => queue.AddRateLimited("a").TotalSeconds).ToList();

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300], delays);
        queue.Forget("a");
        Assert.Equal(1, queue.AddRateLimited("a").TotalSeconds);
        Assert.Equal(1, queue.AddRateLimited("other").TotalSeconds);
    }

    [Fact]
    public async Task ReadyAndDirtyKeys_ShutDown_AreStillHandedOut()
    {
        using var queue = new WorkQueue<string>(clock);
        queue.Add("a");
        var item = await queue.TakeAsync(CancellationToken.None);
        queue.Add("a");
        queue.Add("b");
        queue.ShutDown();
        queue.Add("late");
        item!.Dispose();

        Assert.Equal(["b", "a"], await DrainAsync(queue));
    }

    [Fact]
    public void Metrics_Use_AreTold()
    {
        var (added, retried, depth) = (0, 0, 0);
        var metrics = new QueueMetrics { Added = () => added++, Retried = () => retried++, Depth = now => depth = now };
        using var queue = new WorkQueue<string>(clock, null, metrics);
        queue.Add("a");
        queue.AddRateLimited("b");

        Assert.Equal((1, 1, 1), (added, retried, depth));
    }

    // Whatever is added, by whomever, whenever: no key is in work twice at once, and after its last Add every key is worked on once more.
    [Fact]
    public void ManyWritersAndWorkers_AnyOrder_NeverTwiceAtOnceAndNothingLost() =>
        Gen.Int[0, 4].Array[1, 200].Array[1, 4].Sample(scripts => RunAsync(scripts).GetAwaiter().GetResult(), iter: 100, threads: 1);

    private static async Task<bool> RunAsync(int[][] scripts)
    {
        using var queue = new WorkQueue<int>(TimeProvider.System);
        var wanted = new int[5];
        var seen = new int[5];
        var inWork = new int[5];
        var overlaps = 0;
        var workers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (await queue.TakeAsync(CancellationToken.None) is { } item)
            {
                using (item)
                {
                    overlaps += Interlocked.Increment(ref inWork[item.Key]) > 1 ? 1 : 0;
                    Volatile.Write(ref seen[item.Key], Volatile.Read(ref wanted[item.Key]));
                    await Task.Yield();
                    Interlocked.Decrement(ref inWork[item.Key]);
                }
            }
        })).ToArray();
        await Task.WhenAll(scripts.Select(script => Task.Run(() =>
        {
            foreach (var key in script)
            {
                Interlocked.Increment(ref wanted[key]);
                queue.Add(key);
            }
        })));
        queue.ShutDown();
        await Task.WhenAll(workers);
        return overlaps == 0 && wanted.SequenceEqual(seen);
    }

    private static async Task<List<string>> DrainAsync(WorkQueue<string> queue)
    {
        queue.ShutDown();
        var keys = new List<string>();
        while (await queue.TakeAsync(CancellationToken.None) is { } item)
        {
            keys.Add(item.Key);
            item.Dispose();
        }

        return keys;
    }

    private static async Task<List<string>> TakeReadyAsync(WorkQueue<string> queue)
    {
        var keys = new List<string>();
        while (queue.Depth > 0)
        {
            using var item = await queue.TakeAsync(CancellationToken.None);
            keys.Add(item!.Key);
        }

        return keys;
    }
}
