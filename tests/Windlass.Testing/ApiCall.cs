using Windlass.Kubernetes.Api;

namespace Windlass.Testing;

/// <summary>One call on <see cref="InMemoryClusterApi"/>, for tests that count calls or make them fail.</summary>
/// <param name="Verb"><c>get list watch create replace apply apply-status patch delete</c>.</param>
/// <param name="Plural">Plural name of the kind.</param>
/// <param name="Key">The object; empty names for lists and watches.</param>
public readonly record struct ApiCall(string Verb, string Plural, ResourceKey Key);
