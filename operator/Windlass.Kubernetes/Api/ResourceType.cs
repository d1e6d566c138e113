using System.Text.Json.Serialization.Metadata;
using Windlass.Core.Api.Meta;

namespace Windlass.Kubernetes.Api;

/// <summary>What the API calls a kind, and how its objects are read and written.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">API version, for example <c>v1</c>.</param>
/// <param name="Plural">Plural, lower-case name in paths, for example <c>leases</c>.</param>
/// <param name="Kind">Kind, for example <c>Lease</c>.</param>
/// <param name="Scope">Whether the objects live in a namespace.</param>
/// <param name="Json">
/// Source-generated contract. Items of a list do not carry <c>apiVersion</c> and <c>kind</c> for built-in kinds, so that
/// <typeparamref name="T"/> has to know its own.
/// </param>
public sealed record ResourceType<T>(string Group, string Version, string Plural, string Kind, ResourceScope Scope, JsonTypeInfo<T> Json)
    where T : class, IResource
{
    /// <summary>Group and version as objects carry it: <c>v1</c> or <c>coordination.k8s.io/v1</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <inheritdoc/>
    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
