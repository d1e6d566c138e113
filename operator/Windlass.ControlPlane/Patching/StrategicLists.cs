namespace Windlass.ControlPlane.Patching;

/// <summary>Which lists of the served built-in kinds merge in a strategic merge patch; every other list is replaced whole.</summary>
internal static class StrategicLists
{
    /// <param name="kind">Such as <c>Namespace</c>.</param>
    /// <param name="path">Dotted, such as <c>metadata.ownerReferences</c>.</param>
    /// <returns>The key field; an empty string for a list of scalars that merges as a set; null when the list is replaced.</returns>
    public static string? MergeKey(string kind, string path) => (kind, path) switch
    {
        (_, "metadata.finalizers") => "",
        (_, "metadata.ownerReferences") => "uid",
        ("Namespace", "status.conditions") => "type",
        _ => null,
    };
}
