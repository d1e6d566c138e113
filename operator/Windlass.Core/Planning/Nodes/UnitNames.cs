using Windlass.Core.Api.Releases;

namespace Windlass.Core.Planning.Nodes;

/// <summary>People write unit names with and without suffix; systemd answers with it.</summary>
public static class UnitNames
{
    private static readonly string[] Suffixes = [".service", ".socket", ".timer", ".path", ".target", ".mount"];

    /// <summary>The name with a suffix; <c>.service</c> when it has none.</summary>
    /// <param name="name">As people wrote it.</param>
    public static string WithSuffix(string name)
    {
        foreach (var suffix in Suffixes)
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
            {
                return name;
            }
        }

        return name + ".service";
    }

    /// <summary>Units that a release names, whatever package ships them: configuration management, and what serves a component from elsewhere.</summary>
    /// <param name="release">The release.</param>
    /// <returns>Names with suffix, each once.</returns>
    public static IEnumerable<string> NamedBy(ClusterReleaseSpec release) => release.Quiesce.SelectMany(service => service.Units)
        .Concat(release.Components.SelectMany(component => component.ExtraUnits)).Select(WithSuffix).Distinct();
}
