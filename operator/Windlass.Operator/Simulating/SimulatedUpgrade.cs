using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Windlass.Core.Forecasting;
using Windlass.Core.Simulation;
using Windlass.Operator.Commands;

namespace Windlass.Operator.Simulating;

/// <summary>From manifests to a forecast; no node and no control plane is asked.</summary>
/// <param name="settings">What to simulate.</param>
/// <param name="progress">Where people see how far it is, and what is wrong.</param>
/// <param name="time">The clock: for progress, and for the run's beginning when none was given.</param>
internal sealed class SimulatedUpgrade(SimulateSettings settings, TextWriter progress, TimeProvider time)
{
    private const int EventsAtOnce = 2000;
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(2);

    /// <summary>Simulates.</summary>
    /// <param name="format">Who reads it.</param>
    /// <param name="output">Where the forecast goes.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Exit status: 0 it reaches its target, 1 it would not, 2 bad input.</returns>
    public int Run(Format format, TextWriter output, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var reading = CloudBuilder.Build(settings, now);
        if (reading is not CloudReading.Ready { Cloud: var cloud, PastRuns: var past })
        {
            return Refuse(((CloudReading.Unusable)reading).Problems);
        }

        string? problem = null;
        var learned = LearnedTimes.Of([.. past.Select(upgrade => upgrade.Status!.StepTimes)], StepTimes.Typical);
        var times = settings.DurationsFile is { } file ? DurationsFile.Read(file, learned, out problem) : learned;
        if (problem is not null)
        {
            return Refuse([$"--durations: {problem}"]);
        }

        var run = new ForecastRun(cloud, times, settings.Start ?? now);
        Follow(run, cancellation);
        var forecast = run.Result();
        var script = ScriptModel.Passes(forecast.Nodes);
        output.Write(format == Format.Json
            ? JsonSerializer.Serialize(ForecastDocument.Of(cloud, past, forecast, script), ForecastJson.Default.ForecastDocument) + "\n"
            : ForecastText.Of(cloud, past, forecast, script));
        return forecast.StoppedBecause is null ? 0 : ExitCodes.CheckFailed;
    }

    private void Follow(ForecastRun run, CancellationToken cancellation)
    {
        var told = time.GetTimestamp();
        while (run.Advance(EventsAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            if (time.GetElapsedTime(told) > TellEvery)
            {
                told = time.GetTimestamp();
                progress.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"windlass: simulated {(int)run.Elapsed.TotalHours}:{run.Elapsed.Minutes:D2}:{run.Elapsed.Seconds:D2}, {run.Nodes?.Updated ?? 0:N0} of {run.Nodes?.Total ?? 0:N0} nodes at the target"));
            }
        }
    }

    private int Refuse(ImmutableArray<string> problems)
    {
        foreach (var problem in problems)
        {
            progress.WriteLine($"windlass: {problem}");
        }

        return ExitCodes.BadInput;
    }
}
