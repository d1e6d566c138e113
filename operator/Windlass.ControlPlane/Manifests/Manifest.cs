using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Manifests;

/// <summary>One object of a manifest as the API server would store it: defaults filled in, status left out.</summary>
/// <param name="File">Where it stands.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Its namespace; empty for kinds without one.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tree">The whole object, without its status.</param>
/// <param name="Status">The status that stood there, which the API server would not take; null: none did.</param>
public sealed record Manifest(string File, string Kind, string Namespace, string Name, JsonObject Tree, JsonObject? Status = null);
