using System.Diagnostics.Metrics;

namespace Windlass.Operator.Metrics;

/// <summary>Turns names of <see cref="System.Diagnostics.Metrics"/> into names Prometheus accepts. Names that already are stay as they are.</summary>
internal static class PrometheusName
{
    /// <summary><c>dotnet.gc.pause</c> with unit <c>s</c>, a counter → <c>dotnet_gc_pause_seconds_total</c>.</summary>
    internal static string OfFamily(Instrument instrument, MetricKind kind)
    {
        var name = Sanitise(instrument.Name);
        var unit = Unit(instrument.Unit);
        var isTotal = name.EndsWith("_total", StringComparison.Ordinal);
        var stem = isTotal ? name[..^"_total".Length] : name;
        if (unit.Length > 0 && !stem.EndsWith("_" + unit, StringComparison.Ordinal))
        {
            stem = $"{stem}_{unit}";
        }

        return kind == MetricKind.Counter ? stem + "_total" : stem;
    }

    /// <summary>Base units only; annotations such as <c>{request}</c> are no units.</summary>
    internal static string Unit(string? unit) => unit switch
    {
        "s" or "seconds" => "seconds",
        "By" or "bytes" => "bytes",
        "1" or "ratio" => "ratio",
        _ => "",
    };

    /// <summary>Letters, digits and underscores, not beginning with a digit; two leading underscores belong to Prometheus itself.</summary>
    internal static string OfLabel(string label)
    {
        var name = Sanitise(label);
        return name.StartsWith("__", StringComparison.Ordinal) ? "_" + name.TrimStart('_') : name;
    }

    private static string Sanitise(string name)
    {
        if (name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(IsAllowed))
        {
            return name;
        }

        var safe = string.Concat(name.Select(character => IsAllowed(character) ? character : '_'));
        return safe.Length == 0 || char.IsAsciiDigit(safe[0]) ? "_" + safe : safe;
    }

    private static bool IsAllowed(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';
}
