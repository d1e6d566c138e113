using System.Collections.Immutable;

using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Resources;

/// <summary>
/// The kinds of Kubernetes itself that are served here, described by manifests of the same form as custom ones: one way to validate, prune and
/// explain.
/// </summary>
internal static class BuiltInResources
{
    /// <summary>How the manifests name the group whose real name is empty.</summary>
    private const string CoreGroup = "core";

    private static readonly (string Manifest, ResourceNature Nature)[] Manifests =
    [
        ("configmaps", ResourceNature.ConfigMap),
        ("events.core", ResourceNature.CoreEvent),
        ("namespaces", ResourceNature.Namespace),
        ("secrets", ResourceNature.Secret),
        ("events.modern", ResourceNature.ModernEvent),
        ("leases", ResourceNature.Lease),
        ("customresourcedefinitions", ResourceNature.Definition),
    ];

    public static ImmutableArray<ServedResource> Load() => [.. Manifests.Select(entry => Load(entry.Manifest, entry.Nature))];

    private static ServedResource Load(string manifest, ResourceNature nature)
    {
        var assembly = typeof(BuiltInResources).Assembly;
        using var stream = assembly.GetManifestResourceStream($"manifests/{manifest}.yaml")
            ?? throw new InvalidOperationException($"The manifest {manifest} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        var definition = ResourceDefinition.FromManifest(Yaml.ToJson(reader.ReadToEnd()).Single());
        return new ServedResource(definition.Group == CoreGroup ? definition with { Group = "" } : definition, nature);
    }
}
