using Microsoft.Extensions.Logging.Abstractions;
using Windlass.Kubernetes.Queueing;
using Windlass.Testing;

namespace Windlass.Kubernetes.Tests.Queueing;

public sealed class ControllerTests : IDisposable
{
    private readonly ManualTimeProvider clock = new();
    private readonly CancellationTokenSource stop = new();
    private readonly WorkQueue<string> queue;
    private int passes;

    public ControllerTests() => queue = new WorkQueue<string>(clock);

    [Fact]
    public async Task ReconcilerThrows_KeyIsTriedAgainLater()
    {
        var running = Start(() => passes == 1 ? throw new InvalidOperationException("a bug") : new Reconciled.Done());
        queue.Add("a");
        await Until.TrueAsync(() => queue.Failures("a") == 1, "failure counted");
        await Until.TrueAsync(clock, TimeSpan.FromSeconds(1), () => passes == 2, "second pass");
        await Until.TrueAsync(() => queue.Failures("a") == 0, "forgotten");
        await StopAsync(running);
    }

    [Fact]
    public async Task ReconcilerFails_DelayGrows()
    {
        var running = Start(() => new Reconciled.Failed("not yet"));
        queue.Add("a");
        await Until.TrueAsync(clock, TimeSpan.FromSeconds(1), () => queue.Failures("a") >= 3, "three failures");
        await StopAsync(running);
    }

    [Fact]
    public async Task RequeueAfter_TimePasses_NextPass()
    {
        var running = Start(() => new Reconciled.RequeueAfter(TimeSpan.FromSeconds(30)));
        queue.Add("a");
        await Until.TrueAsync(() => passes == 1 && clock.ActiveTimers > 0, "first pass");
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(1, passes);
        await Until.TrueAsync(clock, TimeSpan.FromSeconds(1), () => passes == 2, "second pass");
        await StopAsync(running);
    }

    [Fact]
    public async Task QueueShutDown_Run_EndsWhenEmpty()
    {
        queue.Add("a");
        queue.ShutDown();
        await Start(() => new Reconciled.Done());
        Assert.Equal(1, passes);
    }

    public void Dispose()
    {
        queue.Dispose();
        stop.Dispose();
    }

    private Task Start(Func<Reconciled> pass) => new Controller<string>(
        "test",
        queue,
        2,
        (_, _) =>
        {
            Interlocked.Increment(ref passes);
            return Task.FromResult(pass());
        },
        NullLogger<Controller<string>>.Instance).RunAsync(stop.Token);

    private async Task StopAsync(Task running)
    {
        await stop.CancelAsync();
        await running;
    }
}
