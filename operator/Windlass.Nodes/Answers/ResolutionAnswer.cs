using System.Collections.Immutable;
using Windlass.Core.Observation;
using Windlass.Core.Versions;

namespace Windlass.Nodes.Answers;

/// <summary>The answer of <c>resolve.sh</c>.</summary>
internal static class ResolutionAnswer
{
    /// <summary>Null when it does not even say whether the package lists were renewed.</summary>
    public static TargetResolution? Parse(FramedAnswer answer)
    {
        var sections = answer.Sections();
        var resolution = (sections.GetValueOrDefault("renewed") ?? []).Select(line => line.Split('\t')).FirstOrDefault(field => field.Length == 2) switch
        {
            ["ok", _] => new TargetResolution { Candidates = Candidates(sections.GetValueOrDefault("candidates") ?? []), Installs = Installs(sections.GetValueOrDefault("installs") ?? []) },
            ["failed", var line] => new TargetResolution { Failure = AptComplaint.InWords(line) },
            _ => null,
        };
        return resolution is null ? null : WithMigrations(resolution, [.. (sections.GetValueOrDefault("migrations") ?? []).Select(line => line.Split('\t'))]);
    }

    /// <summary><c>yes QUESTION PACKAGE...</c>, or <c>failed WHY</c>; packages have blanks between them.</summary>
    private static TargetResolution WithMigrations(TargetResolution resolution, ImmutableArray<string[]> lines) => resolution with
    {
        DebconfFailure = lines.Where(field => field is ["failed", { Length: > 0 }]).Select(field => field[1]).FirstOrDefault(),
        SelfMigrations =
        [
            .. lines.Where(field => field is ["yes", { Length: > 0 }, { Length: > 0 }])
                .Select(field => new SelfMigration(field[1], [.. field[2].Split(' ', StringSplitOptions.RemoveEmptyEntries)])),
        ],
    };

    private static ImmutableSortedDictionary<string, DebianVersion> Candidates(IEnumerable<string> lines)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, DebianVersion>(StringComparer.Ordinal);
        foreach (var field in lines.Select(line => line.Split('\t')))
        {
            if (field is [{ Length: > 0 } name, { Length: > 0 } version] && version != "(none)")
            {
                found[name] = new DebianVersion(version);
            }
        }

        return found.ToImmutable();
    }

    /// <summary><c>component NAME</c>, then what belongs to it: <c>refused TEXT</c>, <c>moved SOURCE PACKAGE</c>, <c>removed PACKAGE</c>.</summary>
    private static ImmutableArray<SimulatedInstall> Installs(IEnumerable<string> lines)
    {
        var found = ImmutableArray.CreateBuilder<SimulatedInstall>();
        foreach (var field in lines.Select(line => line.Split('\t')))
        {
            if (field is ["component", { Length: > 0 } name])
            {
                found.Add(new SimulatedInstall(name, null, [], []));
                continue;
            }

            if (found.Count > 0)
            {
                found[^1] = With(found[^1], field);
            }
        }

        return found.ToImmutable();
    }

    private static SimulatedInstall With(SimulatedInstall install, string[] field) => field switch
    {
        ["refused", var line] => install with { Refusal = line.Trim() },
        ["moved", var source, { Length: > 0 } package] => install with { Moved = install.Moved.Add(new SimulatedInstall.Package(source, package)) },
        ["removed", { Length: > 0 } package] => install with { Removed = install.Removed.Add(package) },
        _ => install,
    };
}
