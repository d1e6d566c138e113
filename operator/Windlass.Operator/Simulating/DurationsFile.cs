using System.Collections.Immutable;
using System.Text.Json;
using Windlass.Core.Simulation;
using Windlass.Operator.Commands;

namespace Windlass.Operator.Simulating;

/// <summary>Seconds by kind of step, or by kind and component, that people know better: <c>{"Install": 25, "Install nova": 60, "Look": 0.4}</c>.</summary>
internal static class DurationsFile
{
    private const string Look = "Look";
    private const double Longest = 24 * 3600;

    /// <summary>Reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">What is wrong; null: nothing.</param>
    /// <returns>Typical times, but for what the file says.</returns>
    public static StepTimes Read(string path, out string? problem)
    {
        problem = null;
        switch (TextFile.Read(path))
        {
            case FileReading.Unreadable unreadable:
                problem = unreadable.Message;
                return StepTimes.Typical;
            case FileReading.Read read:
                return Parse(path, read.Text, out problem);
            default:
                throw new InvalidOperationException("closed set");
        }
    }

    private static StepTimes Parse(string path, string text, out string? problem)
    {
        problem = null;
        ImmutableDictionary<string, double> seconds;
        try
        {
            seconds = JsonSerializer.Deserialize(text, ForecastJson.Default.ImmutableDictionaryStringDouble) ?? ImmutableDictionary<string, double>.Empty;
        }
        catch (JsonException wrong)
        {
            problem = $"{path}: not an object of numbers such as {{\"Install\": 25}}: {wrong.Message}";
            return StepTimes.Typical;
        }

        var unknown = seconds.Keys.Order(StringComparer.Ordinal).FirstOrDefault(kind => kind != Look && !StepTimes.Typical.Seconds.ContainsKey(kind.Split(' ')[0]));
        var wild = seconds.FirstOrDefault(entry => entry.Value is not (>= 0 and <= Longest));
        problem = unknown is not null ? $"{path}: there is no step {unknown}; there are Look, {string.Join(", ", StepTimes.Typical.Seconds.Keys)}, each also with a component behind it"
            : wild.Key is not null ? $"{path}: {wild.Key}: seconds from 0 to {Longest}"
            : null;
        var times = StepTimes.Typical.With(seconds.Where(entry => entry.Key != Look));
        return times with { LookSeconds = seconds.GetValueOrDefault(Look, times.LookSeconds) };
    }
}
