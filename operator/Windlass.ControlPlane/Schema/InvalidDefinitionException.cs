namespace Windlass.ControlPlane.Schema;

/// <summary>
/// A custom resource definition or a manifest that this server cannot serve faithfully. The message names the place and what is wrong with it.
/// </summary>
/// <remarks>Refusing at load is deliberate: a keyword that is silently ignored would let bad objects in.</remarks>
internal sealed class InvalidDefinitionException(string message) : Exception(message);
