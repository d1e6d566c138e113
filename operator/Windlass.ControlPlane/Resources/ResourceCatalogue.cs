using System.Collections.Immutable;

namespace Windlass.ControlPlane.Resources;

/// <summary>Every kind served, fixed at start.</summary>
internal sealed class ResourceCatalogue
{
    private readonly Dictionary<(string Group, string Version, string Plural), ServedResource> _byPath;
    private readonly HashSet<(string Group, string Kind)> _kinds;

    public ResourceCatalogue(ImmutableArray<ServedResource> resources)
    {
        All = resources;
        _byPath = resources.ToDictionary(resource => (resource.Group, resource.Version, resource.Plural));
        _kinds = [.. resources.Select(resource => (resource.Group, resource.Kind))];
    }

    /// <summary>In the order discovery lists them: core group first.</summary>
    public ImmutableArray<ServedResource> All { get; }

    public ServedResource Namespaces => All.First(resource => resource.Nature == ResourceNature.Namespace);

    public ServedResource Events => All.First(resource => resource.Nature == ResourceNature.CoreEvent);

    public ServedResource Definitions => All.First(resource => resource.Nature == ResourceNature.Definition);

    public ServedResource? Find(string group, string version, string plural) => _byPath.GetValueOrDefault((group, version, plural));

    /// <summary>True when an owner of that kind, if it existed, would be stored here.</summary>
    public bool Serves(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/');
        return _kinds.Contains((slash < 0 ? "" : apiVersion[..slash], kind));
    }
}
