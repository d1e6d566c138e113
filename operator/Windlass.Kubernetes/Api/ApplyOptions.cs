namespace Windlass.Kubernetes.Api;

/// <summary>How an intent is applied.</summary>
/// <param name="FieldManager">Who owns the applied fields; one name per reconciler and purpose.</param>
/// <param name="Ownership">What happens to fields that another manager owns; a controller takes them.</param>
public sealed record ApplyOptions(string FieldManager, FieldOwnership Ownership = FieldOwnership.Take)
{
    /// <summary>Apply only over this version of the object, else <see cref="ApiFailure.Conflict"/>; null: over any.</summary>
    public string? ResourceVersion { get; init; }
}
