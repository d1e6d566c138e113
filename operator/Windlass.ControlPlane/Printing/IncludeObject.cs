namespace Windlass.ControlPlane.Printing;

/// <summary>What a table row carries besides its cells (query parameter includeObject; Metadata is the default).</summary>
internal enum IncludeObject
{
    None,
    Metadata,
    Object,
}
