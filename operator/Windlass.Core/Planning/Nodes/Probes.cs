using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;

namespace Windlass.Core.Planning.Nodes;

/// <summary>Where a component's health is asked on a node.</summary>
public static class Probes
{
    /// <summary>All probes that concern a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="release">The release whose components are meant.</param>
    public static ImmutableArray<string> For(ClusterNodeSpec node, ClusterReleaseSpec release) =>
        [.. release.Components.SelectMany(component => Of(node, component))];

    /// <summary>Probes of one component on a node; none where it does not serve.</summary>
    /// <param name="node">The node.</param>
    /// <param name="component">The component.</param>
    public static ImmutableArray<string> Of(ClusterNodeSpec node, ReleaseComponent component) =>
        component.ControlPlane is { } plane && node.Roles.Contains(plane.Role) ? [.. plane.Probes.Select(probe => UrlOf(node, probe))] : [];

    /// <summary>URL of one probe, on the node's own address.</summary>
    /// <param name="node">The node.</param>
    /// <param name="probe">The probe.</param>
    public static string UrlOf(ClusterNodeSpec node, ComponentProbe probe) =>
        $"{(probe.Scheme == ProbeScheme.Https ? "https" : "http")}://{(node.Address.Contains(':') ? $"[{node.Address}]" : node.Address)}:{probe.Port}{probe.Path}";
}
