namespace Windlass.ControlPlane.Apply;

internal readonly record struct ManagedIdentity(string Manager, ManagedOperation Operation, string Subresource, string ApiVersion);
