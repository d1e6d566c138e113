using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Selection;

/// <summary>Which objects of a collection a list or watch is about.</summary>
/// <param name="Namespace">Empty for all namespaces.</param>
internal sealed record ObjectSelection(string Namespace, LabelSelector Labels, FieldSelector Fields)
{
    public bool IsFiltered => Labels.Requirements.Length > 0 || Fields.Requirements.Length > 0;

    public bool Matches(StoredObject? stored) =>
        stored is not null &&
        (Namespace.Length == 0 || stored.Key.Namespace == Namespace) &&
        Labels.Matches(stored.Labels) &&
        Fields.Matches(stored);
}
