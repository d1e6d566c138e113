using System.Collections.Immutable;
using System.Text.Json;
using Windlass.Core.Simulation;
using Windlass.Operator.Commands;

namespace Windlass.Operator.Simulating;

/// <summary>Seconds by kind of step, by kind and component, or those and the role of the node, that people know better: <c>{"Install": 25, "Install nova": 60, "Look": 0.4}</c>.</summary>
internal static class DurationsFile
{
    private const string Look = "Look";
    private const double Longest = 24 * 3600;

    /// <summary>Reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="otherwise">Times of what it does not name.</param>
    /// <param name="problem">What is wrong; null: nothing.</param>
    public static StepTimes Read(string path, StepTimes otherwise, out string? problem)
    {
        problem = null;
        switch (TextFile.Read(path))
        {
            case FileReading.Unreadable unreadable:
                problem = unreadable.Message;
                return otherwise;
            case FileReading.Read read:
                return Parse(path, read.Text, otherwise, out problem);
            default:
                throw new InvalidOperationException("closed set");
        }
    }

    private static StepTimes Parse(string path, string text, StepTimes otherwise, out string? problem)
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
            return otherwise;
        }

        var unknown = seconds.Keys.Order(StringComparer.Ordinal).FirstOrDefault(kind => kind != Look && !StepTimes.Typical.Seconds.ContainsKey(kind.Split(' ')[0]));
        var wild = seconds.FirstOrDefault(entry => entry.Value is not (>= 0 and <= Longest));
        problem = unknown is not null ? $"{path}: there is no step {unknown}; there are Look, {string.Join(", ", StepTimes.Typical.Seconds.Keys)}, each also with a component or a role behind it, or both"
            : wild.Key is not null ? $"{path}: {wild.Key}: seconds from 0 to {Longest}"
            : null;

        // Whoever says what an install takes means it on every component and role.
        var kept = otherwise.Seconds.RemoveRange(otherwise.Seconds.Keys.Where(known => seconds.Keys.Any(said => known.StartsWith(said + " ", StringComparison.Ordinal))));
        var times = (otherwise with { Seconds = kept }).With(seconds.Where(entry => entry.Key != Look));
        return times with { LookSeconds = seconds.GetValueOrDefault(Look, times.LookSeconds) };
    }
}
