using System.Diagnostics;

namespace Windlass.Bench;

/// <summary>Time and memory of one call, found by calling it often.</summary>
/// <param name="Milliseconds">Median.</param>
/// <param name="Least">Least milliseconds: what it takes when nobody else wants the processor.</param>
/// <param name="Bytes">Allocated by one call.</param>
internal sealed record Measure(double Milliseconds, double Least, long Bytes)
{
    private const int WarmUp = 100;
    private const int Calls = 101;

    public static Measure Of(Func<object> call)
    {
        for (var i = 0; i < WarmUp; i++)
        {
            GC.KeepAlive(call());
        }

        var times = new double[Calls];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            GC.KeepAlive(call());
            times[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
        Array.Sort(times);
        return new Measure(times[Calls / 2], times[0], bytes);
    }
}
