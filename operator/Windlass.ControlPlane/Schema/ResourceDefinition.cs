using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Schema;

/// <summary>One served custom resource, read from the manifest of its definition.</summary>
internal sealed record ResourceDefinition
{
    public required string Group { get; init; }
    public required string Version { get; init; }
    public required string Kind { get; init; }
    public required string ListKind { get; init; }
    public required string Plural { get; init; }
    public required string Singular { get; init; }
    public required ImmutableArray<string> ShortNames { get; init; }
    public required ImmutableArray<string> Categories { get; init; }
    public required bool Namespaced { get; init; }
    public required bool HasStatus { get; init; }
    /// <summary>The declared columns, without Name, which every table has. Age when none are declared.</summary>
    public required ImmutableArray<PrinterColumn> Columns { get; init; }
    public required StructuralSchema Schema { get; init; }
    /// <summary>JSON paths such as <c>.spec.node</c> that field selectors may name besides metadata.name and metadata.namespace.</summary>
    public required ImmutableArray<string> SelectableFields { get; init; }
    /// <summary>The definition as it is served (apiextensions.k8s.io/v1). Never change it; clone it.</summary>
    public required JsonObject Manifest { get; init; }

    public string ApiVersion => $"{Group}/{Version}";

    /// <exception cref="InvalidDefinitionException">The manifest needs something this server does not do.</exception>
    public static ResourceDefinition FromManifest(JsonObject crd) => ResourceDefinitionParser.Parse(crd);
}
