using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>Packages that would move their schema in the middle of an installation, and what to do about it.</summary>
internal static class SelfMigrationFinding
{
    /// <summary>At most one: the command that it names mends all at once.</summary>
    public static IEnumerable<FailedCheck> Of(NodeView view)
    {
        if (view.Resolution?.DebconfFailure is { } failure)
        {
            yield return Failed($"debconf on {view.Node} cannot be asked whether a package migrates its database by itself: {failure}. Run there: debconf-show --listowners");
        }

        var found = view.Resolution?.SelfMigrations ?? [];
        if (!found.IsEmpty)
        {
            yield return Failed(
                $"debconf on {view.Node} tells packages to migrate their database while they are installed, in the middle of the run: "
                + $"{string.Join("; ", found.Select(each => $"{string.Join(", ", each.Packages)} ({each.Question} is true)"))}. "
                + $"Run there: printf '%s\\n' {string.Join(' ', found.Select(Answer))} | debconf-set-selections. "
                + "With NoSelfMigration in spec.skipChecks the answers stay, and this run's own installations answer no; anybody else's do migrate");
        }
    }

    private static string Answer(SelfMigration each) => $"'{each.Packages.FirstOrDefault("debconf")} {each.Question} boolean false'";

    private static FailedCheck Failed(string message) => new() { Check = PreflightCheck.NoSelfMigration, Message = message };
}
