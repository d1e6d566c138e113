namespace Windlass.ControlPlane.Apply;

/// <summary>One entry of metadata.managedFields.</summary>
/// <param name="Time">RFC 3339 seconds; null when the entry carries none.</param>
internal sealed record ManagedEntry(string Manager, ManagedOperation Operation, string Subresource, string ApiVersion, string? Time, FieldSet Fields)
{
    /// <summary>Who it is, for merging entries: appliers keep one entry over all versions.</summary>
    public ManagedIdentity Identity => new(Manager, Operation, Subresource, Operation == ManagedOperation.Apply ? "" : ApiVersion);

    /// <summary>How conflicts name the manager.</summary>
    public string Describe()
    {
        var name = Schema.JsonFacts.Quote(Manager);
        if (Subresource.Length > 0)
            name = $"{name} with subresource {Schema.JsonFacts.Quote(Subresource)}";
        return Operation == ManagedOperation.Update ? $"{name} using {ApiVersion}" : name;
    }
}
