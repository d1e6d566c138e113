using System.Buffers;
using System.Text;
using Windlass.Operator.Metrics;

namespace Windlass.Operator.Tests.Metrics;

/// <summary>Scrapes as text.</summary>
internal static class Scrape
{
    /// <summary>Without what the listener says of itself.</summary>
    internal static string Text(MetricsListener listener, ExpositionFormat format = ExpositionFormat.PrometheusText) =>
        Text([.. listener.Collect().Where(family => !family.Name.StartsWith("windlass_metrics_", StringComparison.Ordinal))], format);

    internal static string Text(System.Collections.Immutable.ImmutableArray<FamilySnapshot> families, ExpositionFormat format)
    {
        var output = new ArrayBufferWriter<byte>();
        PrometheusExposition.Write(families, format, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    internal static string Lines(params string[] lines) => string.Concat(lines.Select(line => line + "\n"));
}
