using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Tests.Plugin;

/// <summary>Upgrades, work orders and machines as an operator would have written them.</summary>
internal static class Runs
{
    public const string Space = "lab";

    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static ClusterUpgrade Upgrade(string name = "to-birch", ClusterUpgradeStatus? status = null, params PauseRequest[] pauses) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = Space, Generation = 1, CreationTimestamp = Now.AddHours(-1) },
        Spec = new ClusterUpgradeSpec { TargetRelease = "birch", PauseRequests = [.. pauses] },
        Status = status,
    };

    public static ClusterUpgradeStatus Status(params Condition[] conditions) => new()
    {
        ObservedGeneration = 1,
        Conditions = [.. conditions],
        FromRelease = "alder",
        Nodes = new NodeCounts { Total = 4, Updated = 1, Updating = 1, Summary = "1/4" },
        StartTime = Now.AddMinutes(-10),
    };

    public static Condition Is(string type, ConditionStatus status, string reason, string message = "") => new(type, status, reason, message, Now.AddMinutes(-5), 1);

    public static Condition Working { get; } = Is("Ready", ConditionStatus.False, "UpgradeInProgress", "control plane of nova: ctl1");

    public static ClusterNode Node(string name, bool isSuspended = false, params Condition[] conditions) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = Space },
        Spec = new ClusterNodeSpec
        {
            Address = $"{name}.test",
            Roles = [name.StartsWith("ctl", StringComparison.Ordinal) ? "controller" : "compute"],
            FailureDomain = "rack-a",
            Ssh = new NodeSsh { SecretRef = new SecretReference { Name = "ssh" } },
            Suspended = isSuspended,
        },
        Status = conditions.Length == 0 ? null : new ClusterNodeStatus { Conditions = [.. conditions], LastObservedTime = Now.AddSeconds(-12) },
    };

    public static NodeUpgrade Order(string node, NodeUpgradeStatus? status) => new()
    {
        Metadata = new ObjectMeta { Name = $"to-birch-{node}", Namespace = Space },
        Spec = new NodeUpgradeSpec { UpgradeName = "to-birch", NodeName = node, TargetRelease = "birch", Role = "controller", FailureDomain = "rack-a" },
        Status = status,
    };

    public static NodeStepStatus Step(string name, string component, int attempt) => new() { Name = name, Component = component, Attempt = attempt, StartTime = Now.AddSeconds(-90) };

    public static RunSight Sight(ClusterUpgrade upgrade, ImmutableArray<NodeUpgrade> orders, params ClusterNode[] nodes) => new(upgrade, orders, [.. nodes], [], Now);
}
