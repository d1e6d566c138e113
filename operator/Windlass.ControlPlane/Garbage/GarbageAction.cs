using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Garbage;

/// <summary>One thing to clean up, decided on a snapshot; done only if the object has not changed since.</summary>
internal abstract record GarbageAction(StoredObject Object)
{
    /// <summary>Nobody owns it any more, or its namespace goes.</summary>
    public sealed record Delete(StoredObject Object, Writing.Propagation Propagation) : GarbageAction(Object);

    /// <summary>What had to happen before it goes has happened.</summary>
    public sealed record Release(StoredObject Object, string Finalizer) : GarbageAction(Object);

    /// <summary>Its owner goes without it, or has gone and another stays.</summary>
    public sealed record Disown(StoredObject Object, string OwnerUid) : GarbageAction(Object);

    /// <summary>A namespace that is empty and marked.</summary>
    public sealed record DropNamespace(StoredObject Object) : GarbageAction(Object);
}
