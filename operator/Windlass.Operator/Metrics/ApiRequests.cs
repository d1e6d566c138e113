using System.Diagnostics.Metrics;
using System.Globalization;

namespace Windlass.Operator.Metrics;

/// <summary>
/// Counts the requests that really went to the API server, tries again included, as .NET's own HTTP client measures them. The process has no other HTTP
/// client: gates and probes ask from the nodes. A watch counts when it ends.
/// </summary>
internal sealed class ApiRequests : IDisposable
{
    private readonly MeterListener _listener = new();

    public ApiRequests(ControllerMetrics metrics)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "System.Net.Http", Name: "http.client.request.duration" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) => metrics.Requested(
            Tag(tags, "http.response.status_code") ?? "<error>", Tag(tags, "http.request.method") ?? "_OTHER"));
        _listener.Start();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static string? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var (key, value) in tags)
        {
            if (key == name)
            {
                return Convert.ToString(value, CultureInfo.InvariantCulture);
            }
        }

        return null;
    }
}
