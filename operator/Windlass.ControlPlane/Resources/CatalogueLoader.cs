using System.Collections.Immutable;

using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Resources;

/// <summary>The kinds to serve, from the manifests given at start.</summary>
internal static class CatalogueLoader
{
    /// <exception cref="ControlPlaneUnavailableException">A manifest cannot be served.</exception>
    public static ResourceCatalogue Load(ImmutableArray<string> manifests)
    {
        try
        {
            var custom = manifests.SelectMany(Yaml.ToJson).Select(ResourceDefinition.FromManifest)
                .Select(definition => new ServedResource(definition, ResourceNature.Custom)).ToArray();
            ImmutableArray<ServedResource> all = [.. BuiltInResources.Load(), .. custom];
            var twice = all.GroupBy(resource => (resource.Group, resource.Plural)).FirstOrDefault(group => group.Count() > 1);
            if (twice is not null)
                throw new ControlPlaneUnavailableException($"The resource {twice.First().QualifiedName} is defined twice.");
            return new ResourceCatalogue(all);
        }
        catch (InvalidDefinitionException exception)
        {
            throw new ControlPlaneUnavailableException(exception.Message, exception);
        }
    }
}
