namespace Windlass.Kubernetes.Http;

/// <summary>A successful answer, whole.</summary>
internal sealed record HttpAnswer(byte[] Body);
