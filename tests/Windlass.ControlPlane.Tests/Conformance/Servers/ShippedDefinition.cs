using System.Collections.Immutable;

using Windlass.ControlPlane.Tests.Serving;

namespace Windlass.ControlPlane.Tests.Conformance.Servers;

/// <summary>A CustomResourceDefinition as it is shipped in crds/.</summary>
/// <param name="Plural">E.g. clusternodes.</param>
/// <param name="Group">E.g. windlass.dev.</param>
/// <param name="Version">E.g. v1alpha1.</param>
/// <param name="Yaml">The manifest; may be JSON.</param>
internal sealed record ShippedDefinition(string Plural, string Group, string Version, string Yaml)
{
    public const string Path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    /// <summary>Our kinds.</summary>
    public static ImmutableArray<ShippedDefinition> Ours { get; } =
        [.. OurKindsFixture.Plurals.Select(plural => new ShippedDefinition(plural, "windlass.dev", "v1alpha1", OurKindsFixture.Read(plural)))];

    /// <summary>Ours, and the kind of the client's contract suite.</summary>
    public static ImmutableArray<ShippedDefinition> All { get; } =
        [.. Ours, new("widgets", "testing.windlass.dev", "v1", Windlass.Testing.WidgetDefinition.Json)];

    public string Name => $"{Plural}.{Group}";

    public string ListPath => $"/apis/{Group}/{Version}/{Plural}";
}
