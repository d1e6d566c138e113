using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Windlass.Operator.Metrics;

/// <summary>
/// Writes families as Prometheus text 0.0.4 or OpenMetrics 1.0.0: one contiguous block for each family in the order given, so that
/// two scrapes of the same state are the same bytes.
/// </summary>
internal static class PrometheusExposition
{
    internal static void Write(ImmutableArray<FamilySnapshot> families, ExpositionFormat format, IBufferWriter<byte> output)
    {
        foreach (var family in families)
        {
            WriteHead(family, format, output);
            foreach (var series in family.Series)
            {
                if (family.Kind == MetricKind.Histogram)
                {
                    WriteHistogram(family, series, format, output);
                    continue;
                }

                WriteSample(output, family.Name, "", series.Labels, "", series.Value);
            }
        }

        if (format == ExpositionFormat.OpenMetrics)
        {
            Put(output, "# EOF\n");
        }
    }

    private static void WriteHead(FamilySnapshot family, ExpositionFormat format, IBufferWriter<byte> output)
    {
        // OpenMetrics calls the family without the suffix its samples carry.
        var isOpenMetrics = format == ExpositionFormat.OpenMetrics;
        var name = isOpenMetrics && family.Kind == MetricKind.Counter ? family.Name[..^"_total".Length] : family.Name;
        if (family.Help.Length > 0)
        {
            Put(output, $"# HELP {name} {EscapeHelp(family.Help, isOpenMetrics)}\n");
        }

        Put(output, $"# TYPE {name} {Word(family.Kind)}\n");
        if (isOpenMetrics && family.Unit.Length > 0 && name.EndsWith("_" + family.Unit, StringComparison.Ordinal))
        {
            Put(output, $"# UNIT {name} {family.Unit}\n");
        }
    }

    private static void WriteHistogram(FamilySnapshot family, SeriesSnapshot series, ExpositionFormat format, IBufferWriter<byte> output)
    {
        long count = 0;
        for (var index = 0; index < series.Buckets.Length; index++)
        {
            count += series.Buckets[index];
            var bound = index < family.Bounds.Length ? Bound(family.Bounds[index], format) : "+Inf";
            WriteSample(output, family.Name, "_bucket", series.Labels, bound, count);
        }

        WriteSample(output, family.Name, "_sum", series.Labels, "", series.Value);
        WriteSample(output, family.Name, "_count", series.Labels, "", count);
    }

    private static void WriteSample(IBufferWriter<byte> output, string name, string suffix, string labels, string bound, double value)
    {
        Put(output, name);
        Put(output, suffix);
        if (labels.Length > 0 || bound.Length > 0)
        {
            Put(output, "{");
            Put(output, labels);
            if (bound.Length > 0)
            {
                Put(output, labels.Length > 0 ? ",le=\"" : "le=\"");
                Put(output, bound);
                Put(output, "\"");
            }

            Put(output, "}");
        }

        Put(output, " ");
        PutNumber(output, value);
        Put(output, "\n");
    }

    private static string Word(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Gauge => "gauge",
        MetricKind.Histogram => "histogram",
        _ => "untyped",
    };

    private static string EscapeHelp(string help, bool isOpenMetrics)
    {
        var escaped = help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return isOpenMetrics ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    /// <summary>The spelling of a bound is part of the series' identity: OpenMetrics wants a float, 0.0.4 has always had the shortest.</summary>
    private static string Bound(double bound, ExpositionFormat format)
    {
        var text = bound.ToString("R", CultureInfo.InvariantCulture);
        return format == ExpositionFormat.OpenMetrics && text.All(character => char.IsAsciiDigit(character) || character == '-') ? text + ".0" : text;
    }

    private static void PutNumber(IBufferWriter<byte> output, double value)
    {
        if (!double.IsFinite(value))
        {
            Put(output, double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
            return;
        }

        var span = output.GetSpan(32);
        value.TryFormat(span, out var written, "R", CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    private static void Put(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);
}
