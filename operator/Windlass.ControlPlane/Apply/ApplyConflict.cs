namespace Windlass.ControlPlane.Apply;

/// <summary>One field that another manager owns with another value.</summary>
/// <param name="Manager">The other manager's name.</param>
/// <param name="FieldPath">Such as <c>.spec.ports[name="x"].port</c>.</param>
/// <param name="Message">The cause's message, such as <c>conflict with "kubectl-edit" using windlass.dev/v1alpha1</c>.</param>
internal sealed record ApplyConflict(string Manager, string FieldPath, string Message);
