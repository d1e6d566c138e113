namespace Windlass.Core.Api.Meta;

/// <summary>Anything stored behind a Kubernetes API: it has a type and an identity.</summary>
public interface IResource
{
    /// <summary>Group and version, for example <c>windlass.dev/v1alpha1</c>.</summary>
    string ApiVersion { get; }

    /// <summary>Kind, for example <c>ClusterUpgrade</c>.</summary>
    string Kind { get; }

    /// <summary>Name, namespace, labels and what the server keeps about the object.</summary>
    ObjectMeta Metadata { get; }
}
