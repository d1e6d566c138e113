using System.Net;

namespace Windlass.Operator.Hosting;

/// <summary>Metrics and health cannot be served: the process must not run unseen.</summary>
internal sealed class MonitoringUnavailableException(IPEndPoint endPoint, Exception inner)
    : Exception($"cannot listen on {endPoint} for --monitoring: {inner.Message}", inner);
