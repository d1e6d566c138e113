using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Events;

/// <summary>
/// What makes events repetitions of each other. The note is not part of it: notes with changing numbers would make an object per event.
/// </summary>
internal sealed record EventGroup(string Type, string Action, string Reason, ObjectReference Regarding)
{
    public static EventGroup Of(Event occurred) =>
        new(occurred.Type ?? "", occurred.Action ?? "", occurred.Reason ?? "", occurred.Regarding! with { ResourceVersion = null });
}
