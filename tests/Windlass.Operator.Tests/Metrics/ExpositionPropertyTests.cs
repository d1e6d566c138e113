using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using Windlass.Operator.Metrics;

namespace Windlass.Operator.Tests.Metrics;

/// <summary>Whatever is measured under whatever names, the text keeps the rules of the format.</summary>
public sealed partial class ExpositionPropertyTests
{
    private static readonly Gen<string> Word = Gen.OneOf(Gen.String[0, 6], Gen.Int[0, 3].Select(number => "a" + number));

    [Fact]
    public void AnyMeasurements_Write_KeepTheRules()
    {
        var tags = Gen.Select(Word, Word).Array[0, 3];
        var measurement = Gen.Select(Gen.Int[0, 2], Word, Gen.Double, tags);
        measurement.Array[0, 20].Sample(measurements =>
        {
            using var meter = new Meter("test");
            using var listener = new MetricsListener(candidate => candidate == meter);
            foreach (var (kind, name, value, labels) in measurements)
            {
                var pairs = labels.Select(label => new KeyValuePair<string, object?>(label.Item1, label.Item2)).ToArray();
                Record(meter, kind, name, value, pairs);
            }

            foreach (var format in Enum.GetValues<ExpositionFormat>())
            {
                var text = Scrape.Text(listener.Collect(), format);
                Assert.Equal(text, Scrape.Text(listener.Collect(), format));
                AssertRules(text, format);
            }
        });
    }

    private static void Record(Meter meter, int kind, string name, double value, KeyValuePair<string, object?>[] tags)
    {
        switch (kind)
        {
            case 0:
                meter.CreateCounter<double>(name, "s", name).Add(value, tags);
                break;
            case 1:
                meter.CreateGauge<double>(name, null, name).Record(value, tags);
                break;
            default:
                meter.CreateHistogram(name, "By", name, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [-1, 0, 1, 100] }).Record(value, tags);
                break;
        }
    }

    private static void AssertRules(string text, ExpositionFormat format)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.Equal(format == ExpositionFormat.OpenMetrics, text.EndsWith("# EOF\n", StringComparison.Ordinal));
        var lines = text[..^1].Split('\n');
        var types = lines.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToArray();
        Assert.Equal(types.Distinct(), types);
        var samples = lines.Where(line => line[0] != '#').ToArray();
        Assert.Equal(samples.Length, samples.Select(line => Sample().Match(line).Groups["series"].Value).Distinct().Count());
        double last = 0;
        foreach (var line in samples)
        {
            var match = Sample().Match(line);
            Assert.True(match.Success, line);

            // A label of another name may end in these two letters.
            if (!match.Groups["le"].Success || !line.Contains("_bucket{", StringComparison.Ordinal))
            {
                continue;
            }

            var value = double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture);
            Assert.True(line.Contains("le=\"-1", StringComparison.Ordinal) || value >= last, text);
            last = value;
        }
    }

    // A label's value is anything but a line feed, a quote or a lonely backslash; a value has no exotic spelling.
    [GeneratedRegex("""^(?<series>[a-zA-Z_][a-zA-Z0-9_]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\\\|\\"|\\n)*",?)+(?<=(?<le>le="[^"]*")?)\})?) (?<value>NaN|[+-]Inf|-?[0-9.]+(E[+-][0-9]+)?)$""")]
    private static partial Regex Sample();
}
