using System.Diagnostics;

namespace Windlass.EndToEnd.Harness;

/// <summary>Waits for something that happens elsewhere: looks again and again, with a bound that only a hang reaches.</summary>
internal static class Poll
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns when the condition holds.</summary>
    /// <param name="what">Named in the error when it never does.</param>
    /// <param name="condition">Looked at ten times a second.</param>
    /// <param name="minutes">The bound.</param>
    public static async Task UntilAsync(string what, Func<Task<bool>> condition, double minutes = 2)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(begun) > TimeSpan.FromMinutes(minutes))
            {
                throw new TimeoutException($"not within {minutes} minutes: {what}");
            }

            await Task.Delay(Pause);
        }
    }

    public static Task UntilAsync(string what, Func<bool> condition, double minutes = 2) =>
        UntilAsync(what, () => Task.FromResult(condition()), minutes);
}
