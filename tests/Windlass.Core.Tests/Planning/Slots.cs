using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Tests.Simulation;

namespace Windlass.Core.Tests.Planning;

/// <summary>Nodes as the upgrade loop sees them, in as few words as the tests need.</summary>
internal static class Slots
{
    public static ClusterNode Node(string name, string role, string domain = "rack-a") => new()
    {
        Metadata = new ObjectMeta { Name = name, Generation = 1 },
        Spec = new ClusterNodeSpec
        {
            Address = name,
            Roles = [role],
            FailureDomain = domain,
            Ssh = new NodeSsh { SecretRef = new SecretReference { Name = "windlass-ssh" } },
        },
    };

    public static NodeUpgrade Order(string name, NodeUpgradeStatus? status, params Grant[] grants) => new()
    {
        Metadata = new ObjectMeta { Name = $"to-birch-{name}", Generation = 1 },
        Spec = new NodeUpgradeSpec { UpgradeName = "to-birch", NodeName = name, TargetRelease = "birch", Grants = [.. grants] },
        Status = status,
    };

    public static Grant Grant(WorkKind work, string component = "") => new() { Work = work, Component = component };

    public static NodeUpgradeStatus Status(params ComponentStatus[] components) => new()
    {
        ObservedGeneration = 1,
        IsPrepared = true,
        Release = "alder",
        Components = [.. components],
        Conditions = [Condition("Reachable", "SshConnected")],
    };

    public static NodeUpgradeStatus With(this NodeUpgradeStatus status, string type, string reason, ConditionStatus value = ConditionStatus.True) =>
        status with { Conditions = [.. status.Conditions.Where(condition => condition.Type != type), Condition(type, reason) with { Status = value }] };

    public static ComponentStatus Component(string name, ComponentState state, params SchemaPhase[] schema) =>
        new() { Name = name, State = state, Schema = [.. schema] };

    public static NodeSlot Slot(string name, string role, NodeUpgradeStatus? status, params Grant[] grants) => new(Node(name, role), Order(name, status, grants));

    public static ClusterUpgrade Upgrade(ClusterUpgradeSpec? spec = null) => new()
    {
        Metadata = new ObjectMeta { Name = "to-birch", Generation = 1, CreationTimestamp = LabCloud.Start },
        Spec = spec ?? new ClusterUpgradeSpec { TargetRelease = "birch" },
    };

    public static UpgradeView View(ImmutableArray<ClusterNode> nodes, ClusterUpgrade? upgrade = null) => new()
    {
        Upgrade = upgrade ?? Upgrade(),
        Upgrades = [upgrade ?? Upgrade()],
        Releases = LabReleases.All,
        Nodes = nodes,
    };

    /// <summary>What one pass grants anew: node, work and component.</summary>
    public static IEnumerable<string> Granted(ControlPlaneWork work, ImmutableArray<NodeSlot> slots)
    {
        var before = slots.SelectMany(slot => slot.Grants.Select(grant => $"{slot.Name} {grant.Work} {grant.Component}")).ToHashSet();
        work.Advance();
        return slots.SelectMany(slot => slot.Grants.Select(grant => $"{slot.Name} {grant.Work} {grant.Component}")).Where(grant => !before.Contains(grant)).Order(StringComparer.Ordinal);
    }

    private static Condition Condition(string type, string reason) => new(type, ConditionStatus.True, reason, $"{reason} of a test", LabCloud.Start, 1);
}
