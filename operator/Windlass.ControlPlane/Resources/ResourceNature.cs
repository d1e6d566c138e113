namespace Windlass.ControlPlane.Resources;

/// <summary>What a kind is beyond its schema: which rules of Kubernetes' built-in kinds apply to it.</summary>
internal enum ResourceNature
{
    /// <summary>From a CustomResourceDefinition: everything comes from the definition.</summary>
    Custom,
    Namespace,
    Secret,
    ConfigMap,

    /// <summary>Events as core/v1 shows them; also the form they are stored in.</summary>
    CoreEvent,

    /// <summary>The same events as events.k8s.io/v1 shows them.</summary>
    ModernEvent,
    Lease,

    /// <summary>The definitions themselves: given at start, readable only.</summary>
    Definition,
}
