namespace Windlass.Kubernetes.Api;

/// <summary>One offending field of a refused object.</summary>
/// <param name="Field">Path of the field, for example <c>spec.replicas</c>; may be empty.</param>
/// <param name="Reason">CamelCase word, for example <c>FieldValueInvalid</c>.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record FailureCause(string Field, string Reason, string Message);
