namespace Windlass.Core.Api.Meta;

/// <summary>Names the object whose deletion takes this one along (<c>metav1.OwnerReference</c>).</summary>
/// <param name="ApiVersion">Group and version of the owner.</param>
/// <param name="Kind">Kind of the owner.</param>
/// <param name="Name">Name of the owner, in the same namespace.</param>
/// <param name="Uid">Uid of the owner: a namesake made later is not the owner.</param>
/// <param name="Controller">True for the one owner that manages the object; null is the same as false.</param>
public sealed record OwnerReference(string ApiVersion, string Kind, string Name, string Uid, bool? Controller = null);
