namespace Windlass.ControlPlane.Tests.Conformance.Manifests;

/// <summary>What a server needs in order to refuse a manifest.</summary>
internal enum Refuser
{
    /// <summary>The OpenAPI schema: all servers.</summary>
    Schema,

    /// <summary>Strict decoding of fields: all servers for applied manifests, since 1.25 for created ones.</summary>
    Strictness,

    /// <summary>CEL: since 1.25.</summary>
    Rule,
}
