using System.Collections.Immutable;
using Windlass.Core.Observation;
using Windlass.Core.Versions;

namespace Windlass.Nodes.Answers;

/// <summary>Sections <c>packages</c>, <c>unpacked</c>, <c>candidates</c> and <c>archives</c>, joined by package name.</summary>
internal static class PackageSections
{
    /// <summary>Packages by name; lines that are not understood are left out.</summary>
    public static ImmutableSortedDictionary<string, PackageState> Parse(IReadOnlyDictionary<string, IReadOnlyList<string>> sections)
    {
        var unpacked = Unpacked(sections.GetValueOrDefault("unpacked") ?? []);
        var candidates = Candidates(sections.GetValueOrDefault("candidates") ?? []);
        var archives = (sections.GetValueOrDefault("archives") ?? []).ToHashSet(StringComparer.Ordinal);
        var packages = ImmutableSortedDictionary.CreateBuilder<string, PackageState>(StringComparer.Ordinal);
        foreach (var field in (sections.GetValueOrDefault("packages") ?? []).Select(line => line.Split('\t')))
        {
            if (field is not [var source, { Length: > 0 } name, var architecture, { Length: > 0 } version, { Length: >= 2 } status, ..])
            {
                continue;
            }

            DebianVersion? candidate = candidates.TryGetValue(name, out var found) ? new DebianVersion(found) : null;
            packages[name] = new PackageState(
                name, source, new DebianVersion(version), candidate, status, IsHeld: status[0] == 'h',
                IsStaged: candidate is { } target && IsStaged(archives, name, target, architecture),
                unpacked.GetValueOrDefault(name, DateTimeOffset.UnixEpoch));
        }

        return packages.ToImmutable();
    }

    /// <summary>Those of the names that are not installed and have a candidate.</summary>
    public static ImmutableSortedDictionary<string, OfferedPackage> Offers(
        IReadOnlyDictionary<string, IReadOnlyList<string>> sections, ImmutableArray<string> names)
    {
        var installed = (sections.GetValueOrDefault("packages") ?? []).Select(line => line.Split('\t')).Where(field => field.Length > 1).Select(field => field[1]).ToHashSet(StringComparer.Ordinal);
        var candidates = Candidates(sections.GetValueOrDefault("candidates") ?? []);
        var archives = (sections.GetValueOrDefault("archives") ?? []).ToHashSet(StringComparer.Ordinal);
        return names.Distinct(StringComparer.Ordinal)
            .Where(name => !installed.Contains(name) && candidates.ContainsKey(name))
            .Select(name => (Name: name, Version: new DebianVersion(candidates[name])))
            .ToImmutableSortedDictionary(
                offer => offer.Name, offer => new OfferedPackage(offer.Name, offer.Version, IsStaged(archives, offer.Name, offer.Version, "all")), StringComparer.Ordinal);
    }

    /// <summary>APT quotes underscores and colons of versions in file names; a package may have changed between one architecture and all.</summary>
    private static bool IsStaged(HashSet<string> archives, string name, DebianVersion version, string architecture)
    {
        var quoted = version.Value.Replace("_", "%5f", StringComparison.Ordinal).Replace(":", "%3a", StringComparison.Ordinal);
        return archives.Contains($"{name}_{quoted}_{architecture}.deb") || archives.Contains($"{name}_{quoted}_all.deb")
            || archives.Any(file => file.StartsWith($"{name}_{quoted}_", StringComparison.Ordinal));
    }

    /// <summary><c>mtime TAB /var/lib/dpkg/info/NAME[:ARCH].list</c>: dpkg writes this file when it unpacks.</summary>
    private static Dictionary<string, DateTimeOffset> Unpacked(IEnumerable<string> lines)
    {
        var times = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var field in lines.Select(line => line.Split('\t')))
        {
            if (field is [var time, var path] && NodeTime.Parse(time) is { } moment)
            {
                times[PackageOfList(path)] = moment;
            }
        }

        return times;
    }

    /// <summary>Package of a file list's path, without architecture; the path itself when it is none.</summary>
    internal static string PackageOfList(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        name = name.EndsWith(".list", StringComparison.Ordinal) ? name[..^".list".Length] : name;
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? name : name[..colon];
    }

    private static Dictionary<string, string> Candidates(IEnumerable<string> lines)
    {
        var candidates = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in lines.Select(line => line.Split('\t')))
        {
            if (field is [var name, { Length: > 0 } version] && version != "(none)")
            {
                candidates.TryAdd(name, version);
            }
        }

        return candidates;
    }
}
