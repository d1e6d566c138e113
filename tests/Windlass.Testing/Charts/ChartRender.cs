using System.Collections.Immutable;

namespace Windlass.Testing.Charts;

/// <summary>What a chart is rendered with.</summary>
public sealed record ChartRender
{
    /// <summary>Group versions and kinds of the Prometheus operator.</summary>
    public static ImmutableArray<string> PrometheusKinds { get; } = ["monitoring.coreos.com/v1/ServiceMonitor", "monitoring.coreos.com/v1/PrometheusRule"];

    /// <summary>Folder of the chart; default: ours.</summary>
    public string Chart { get; init; } = SourceTree.At("charts", "windlass");

    /// <summary>Name of the release.</summary>
    public string Name { get; init; } = "windlass";

    /// <summary>Namespace of the release.</summary>
    public string Namespace { get; init; } = "windlass-system";

    /// <summary>YAML over the chart's own values; empty for none.</summary>
    public string Values { get; init; } = "";

    /// <summary>Version of the cluster.</summary>
    public string KubeVersion { get; init; } = "1.34.0";

    /// <summary>What the cluster has beside Kubernetes' own kinds.</summary>
    public ImmutableArray<string> ApiVersions { get; init; } = [];
}
