namespace Windlass.ControlPlane.Apply;

/// <summary>Fields nobody can own: the object's identity and what the server writes itself.</summary>
internal static class Stripped
{
    public static bool InMetadata(string name) => name is "name" or "namespace" or "creationTimestamp" or "selfLink" or "uid" or "clusterName"
        or "generation" or "managedFields" or "resourceVersion" or "deletionTimestamp" or "deletionGracePeriodSeconds" or "generateName";

    /// <summary>
    /// What a request can own: a status subresource owns nothing but status, and the main resource never owns a status that has its own door.
    /// </summary>
    public static FieldSet Reachable(FieldSet set, string? subresource, bool hasStatus)
    {
        var status = PathElement.Field("status");
        if (!string.IsNullOrEmpty(subresource))
            return FieldSet.Empty.With(PathElement.Field(subresource), set.Child(PathElement.Field(subresource)));
        return hasStatus ? set.With(status, FieldSet.Empty) : set;
    }

    public static FieldSet From(FieldSet set)
    {
        var rest = set.With(PathElement.Field("apiVersion"), FieldSet.Empty).With(PathElement.Field("kind"), FieldSet.Empty);
        var metadata = rest.Child(PathElement.Field("metadata")) with { Owns = false };
        foreach (var (element, _) in metadata.Children)
        {
            if (element.IsField(out var name) && InMetadata(name))
                metadata = metadata.With(element, FieldSet.Empty);
        }
        return rest.With(PathElement.Field("metadata"), metadata);
    }
}
