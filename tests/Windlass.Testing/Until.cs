using System.Diagnostics;

namespace Windlass.Testing;

/// <summary>Waits for something that another thread does: polls with a bound instead of sleeping for a guessed time.</summary>
public static class Until
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Returns as soon as the condition holds; throws after 30 s.</summary>
    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(begun) > Limit)
            {
                throw new TimeoutException($"not within {Limit.TotalSeconds:0} s: {what}");
            }

            await Task.Delay(5);
        }
    }

    /// <summary>Moves a clock on in small steps until the condition holds; throws after 30 s of real time.</summary>
    public static Task TrueAsync(ManualTimeProvider clock, TimeSpan step, Func<bool> condition, string what) => TrueAsync(
        () =>
        {
            if (condition())
            {
                return true;
            }

            clock.Advance(step);
            return condition();
        },
        what);
}
