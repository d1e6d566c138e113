namespace Windlass.ControlPlane.Serving;

/// <summary>One entry of an Accept header, with Kubernetes' parameters: as (kind), g (group), v (version).</summary>
internal readonly record struct AcceptOffer(string MediaType, string As, string Group, string Version);
