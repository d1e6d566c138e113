namespace Windlass.ControlPlane.Serving;

/// <summary>The shape a client asked for in Accept.</summary>
internal enum Presentation
{
    /// <summary>The object or list itself.</summary>
    Whole,

    /// <summary>meta.k8s.io/v1 Table: what kubectl get prints.</summary>
    Table,

    /// <summary>meta.k8s.io/v1 PartialObjectMetadata: metadata without spec and status.</summary>
    MetadataOnly,
}
