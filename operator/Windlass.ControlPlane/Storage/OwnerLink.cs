namespace Windlass.ControlPlane.Storage;

/// <summary>One entry of metadata.ownerReferences, as the garbage collector needs it.</summary>
internal readonly record struct OwnerLink(string ApiVersion, string Kind, string Name, string Uid);
