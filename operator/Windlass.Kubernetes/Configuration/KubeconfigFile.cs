namespace Windlass.Kubernetes.Configuration;

/// <summary>One parsed kubeconfig file.</summary>
/// <param name="Path">Where it is; relative paths in it start at its folder.</param>
/// <param name="Root">Its content.</param>
internal sealed record KubeconfigFile(string Path, ConfigNode Root)
{
    /// <summary>The entry of a named list (<c>clusters</c>, <c>contexts</c>, <c>users</c>), the part under <paramref name="part"/>.</summary>
    public KubeconfigEntry? Find(string list, string part, string name)
    {
        foreach (var item in Root[list]?.Items ?? [])
        {
            if (item.TextOf("name") == name)
            {
                return new(this, name, item[part] ?? new ConfigNode.Mapping([]));
            }
        }

        return null;
    }
}
