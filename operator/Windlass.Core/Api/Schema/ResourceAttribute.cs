namespace Windlass.Core.Api.Schema;

/// <summary>Names a kind for the CRD.</summary>
/// <param name="plural">Lower-case plural, as it stands in URLs.</param>
/// <param name="shortName">Short name for <c>kubectl get</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ResourceAttribute(string plural, string shortName) : Attribute
{
    /// <summary>Lower-case plural, as it stands in URLs.</summary>
    public string Plural { get; } = plural;

    /// <summary>Short name for <c>kubectl get</c>.</summary>
    public string ShortName { get; } = shortName;
}
