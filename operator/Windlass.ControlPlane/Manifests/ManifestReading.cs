using System.Collections.Immutable;

namespace Windlass.ControlPlane.Manifests;

/// <summary>What a file of manifests holds.</summary>
/// <param name="Objects">Objects that the API server would accept.</param>
/// <param name="Problems">What it would refuse, in its words, with file and document; empty: nothing.</param>
public sealed record ManifestReading(ImmutableArray<Manifest> Objects, ImmutableArray<string> Problems);
