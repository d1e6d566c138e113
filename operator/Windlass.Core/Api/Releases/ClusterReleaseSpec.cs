using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Gates;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Releases;

/// <summary>Contents of a <see cref="ClusterRelease"/>.</summary>
public sealed record ClusterReleaseSpec
{
    /// <summary>Name for people.</summary>
    [Description("Name for people, for example \"OpenStack 2025.1 Epoxy\".")]
    [Length(0, 200)]
    public string DisplayName { get; init => field = value ?? ""; } = "";

    /// <summary>Releases that upstream allows as starting points.</summary>
    [Description("Releases that upstream allows as starting points of an upgrade to this one; empty means none.")]
    [Items(20, IsSet = true), Pattern(PatternAttribute.ObjectName)]
    public ImmutableArray<string> UpgradesFrom { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Packages whose versions tell this release.</summary>
    [Description("Packages whose versions tell this release. A node is at the release when those of them that it has all lie in their range, and it has one at least.")]
    [Items(20, Minimum = 1, Keys = ["package"])]
    public required ImmutableArray<RecognisedPackage> Recognise { get; init => field = value.OrEmpty(); }

    /// <summary>APT source of the release.</summary>
    [Description("APT source of the release.")]
    public required ReleaseRepository Repository { get; init; }

    /// <summary>Services that would fight the upgrade.</summary>
    [Description("Services that would fight the upgrade (configuration management): stopped before the first change, restored after the last where they ran.")]
    [Items(20, Keys = ["name"])]
    public ImmutableArray<QuiescedService> Quiesce { get; init => field = value.OrEmpty(); } = [];

    /// <summary>What must not ride along.</summary>
    [Description("Source packages that must never move as a side effect: a step that would move one is refused. openvswitch stops the switch when it is upgraded; RabbitMQ and OVN do not follow Debian's jumps.")]
    [Items(50, Keys = ["sourcePackage"])]
    public ImmutableArray<HeldSourcePackage> HeldSourcePackages { get; init => field = value.OrEmpty(); } = [];

    /// <summary>What may go.</summary>
    [Description("Binary packages that may be removed where new packages of a component cannot be installed beside them. Whatever else APT would remove is refused.")]
    [Items(50, IsSet = true), Pattern(PatternAttribute.PackageName)]
    public ImmutableArray<string> RemovablePackages { get; init => field = value.OrEmpty(); } = [];

    /// <summary>Questions that let a package migrate its database.</summary>
    [Description("Boolean questions of debconf, where * stands for anything, that make a package migrate its database by itself while it is installed: on a peer that would be in the middle of the run. One that is answered yes is told before the first change (check NoSelfMigration), and whatever a node has, installations of a run answer no; the node's own answer stays.")]
    [Items(50, IsSet = true), Pattern(PatternAttribute.DebconfQuestion)]
    public ImmutableArray<string> MigrationQuestions { get; init => field = value.OrEmpty(); } = [];

    /// <summary>What must be well for satellites to begin.</summary>
    [Description("Gates: what must be well for satellites to begin, for example a message bus that keeps up.")]
    [Items(20, Keys = ["name"])]
    [Rule(HealthGate.OneKind, HealthGate.OneKindMessage)]
    public ImmutableArray<HealthGate> Gates { get; init => field = value.OrEmpty(); } = [];

    /// <summary>What is upgraded, each as a unit.</summary>
    [Description("What is upgraded, each as a unit. Order follows `after`; where that leaves a choice, this list.")]
    [Items(100, Minimum = 1, Keys = ["name"])]
    public required ImmutableArray<ReleaseComponent> Components { get; init => field = value.OrEmpty(); }

    /// <summary>The release as it is for a cluster that comes from these releases.</summary>
    /// <param name="releases">Names of releases, separated by commas; empty: not known yet.</param>
    public ClusterReleaseSpec From(string releases)
    {
        if (releases.Length == 0 || Components.All(component => component.Schema is null or { Edges.IsEmpty: true }))
        {
            return this;
        }

        ImmutableArray<string> from = [.. releases.Split(',', StringSplitOptions.TrimEntries)];
        return this with { Components = [.. Components.Select(component => component with { Schema = component.Schema?.From(from) })] };
    }
}
