namespace Windlass.ControlPlane.Storage;

/// <summary>Where an object lives: one name in one namespace of one collection.</summary>
/// <param name="Collection">"group/plural" of the storage form, e.g. "windlass.dev/clusternodes"; "/secrets" for the core group.</param>
/// <param name="Namespace">Empty for cluster-scoped objects.</param>
internal readonly record struct ObjectKey(string Collection, string Namespace, string Name)
{
    public ObjectPlace Place => new(Namespace, Name);
}
