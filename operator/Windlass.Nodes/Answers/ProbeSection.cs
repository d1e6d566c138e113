using System.Collections.Immutable;
using System.Globalization;
using Windlass.Core.Observation;

namespace Windlass.Nodes.Answers;

/// <summary>Section <c>probes</c>: <c>url TAB status TAB detail</c>.</summary>
internal static class ProbeSection
{
    /// <summary>One result for each probe that was asked for, whatever the node says.</summary>
    public static ImmutableSortedDictionary<string, ProbeResult> Parse(IEnumerable<string> lines, ImmutableArray<string> asked)
    {
        var results = ImmutableSortedDictionary.CreateBuilder<string, ProbeResult>(StringComparer.Ordinal);
        foreach (var url in asked)
        {
            results[url] = new ProbeResult(0, "the node did not probe it: not a usable http or https URL");
        }

        foreach (var field in lines.Select(line => line.Split('\t')))
        {
            if (field is [var url, var status, var detail] && results.ContainsKey(url))
            {
                _ = int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code);
                results[url] = code is >= 100 and <= 999 ? new ProbeResult(code, "") : new ProbeResult(0, detail.Length == 0 ? "nothing answered" : detail);
            }
        }

        return results.ToImmutable();
    }
}
