using System.Globalization;

namespace Windlass.Operator.Metrics;

/// <summary>Chooses what a scraper can read. Total: an unreadable header asks for nothing special.</summary>
internal static class ContentNegotiation
{
    /// <summary>OpenMetrics only when it is offered, in a version we write, and not preferred less than plain text.</summary>
    internal static ExpositionFormat Format(string? accept)
    {
        var openMetrics = -1.0;
        var text = -1.0;
        foreach (var offer in (accept ?? "").Split(','))
        {
            var parts = offer.Split(';', StringSplitOptions.TrimEntries);
            if (Is(parts[0], "application/openmetrics-text") && (Parameter(parts, "version") is null or "1.0.0" or "0.0.1"))
            {
                openMetrics = Math.Max(openMetrics, Quality(parts));
            }

            if (Is(parts[0], "text/plain"))
            {
                text = Math.Max(text, Quality(parts));
            }
        }

        return openMetrics > 0 && openMetrics >= text ? ExpositionFormat.OpenMetrics : ExpositionFormat.PrometheusText;
    }

    /// <summary>Prometheus 3 refuses an answer without exactly one of these.</summary>
    internal static string ContentType(ExpositionFormat format) => format switch
    {
        ExpositionFormat.OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        _ => "text/plain; version=0.0.4; charset=utf-8",
    };

    internal static bool AllowsGzip(string? acceptEncoding) =>
        (acceptEncoding ?? "").Split(',').Select(offer => offer.Split(';', StringSplitOptions.TrimEntries))
            .Any(parts => Is(parts[0], "gzip") && Quality(parts) > 0);

    private static bool Is(string media, string wanted) => media.Trim().Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static string? Parameter(string[] parts, string name) => parts.Skip(1)
        .Select(part => part.Split('=', 2))
        .Where(pair => pair.Length == 2 && Is(pair[0], name))
        .Select(pair => pair[1].Trim('"', ' '))
        .FirstOrDefault();

    private static double Quality(string[] parts) =>
        Parameter(parts, "q") is not { } text ? 1
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality) ? quality
        : 0;
}
