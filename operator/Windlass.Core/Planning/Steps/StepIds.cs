using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;

namespace Windlass.Core.Planning.Steps;

/// <summary>Names steps by their contents: the same work has the same name whoever computes it, whenever.</summary>
public static class StepIds
{
    /// <summary>Name of a step in an upgrade to a release.</summary>
    /// <param name="release">Target release.</param>
    /// <param name="step">The step.</param>
    /// <returns>Kind, component and the first 48 bits of a SHA-256 over release and contents.</returns>
    public static StepId Of(string release, NodeStep step)
    {
        var component = ComponentOf(step);
        var contents = string.Join('\n', [release, KindOf(step), component, .. Contents(step)]);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(contents)).AsSpan(0, 6));
        var name = component.Length == 0 ? KindOf(step) : $"{KindOf(step)}-{component}";
        return new StepId($"{(name.Length > 50 ? name[..50] : name).ToLowerInvariant().Replace('.', '-')}-{hash}");
    }

    /// <summary>Could it be the name of a step of this kind? Much cheaper than the name itself.</summary>
    /// <param name="id">A name.</param>
    /// <param name="kind">A kind, as it stands in status and metrics.</param>
    public static bool MayName(StepId id, string kind) => id.Value.StartsWith(kind, StringComparison.OrdinalIgnoreCase);

    /// <summary>Kind of the step, as it stands in status and metrics.</summary>
    /// <param name="step">The step.</param>
    public static string KindOf(NodeStep step) => step switch
    {
        NodeStep.Drain => "Drain",
        NodeStep.Isolate => "Isolate",
        NodeStep.Restore => "Restore",
        NodeStep.Quiesce => "Quiesce",
        NodeStep.Unquiesce => "Unquiesce",
        NodeStep.Configure => "Configure",
        NodeStep.Reboot => "Reboot",
        NodeStep.RepairPackages => "RepairPackages",
        NodeStep.Autoremove => "Autoremove",
        NodeStep.SwitchRepository => "SwitchRepository",
        NodeStep.Stage => "Stage",
        NodeStep.Preinstall => "Preinstall",
        NodeStep.StopAndHold => "StopAndHold",
        NodeStep.Install => "Install",
        NodeStep.SyncSchema sync => KindOf(sync.Phase),
        NodeStep.Release => "Release",
        NodeStep.Restart restart => restart.Cause == RestartCause.FinalRestart ? "FinalRestart" : "Restart",
        NodeStep.Command or NodeStep.Rotation => throw new ArgumentOutOfRangeException(nameof(step)),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    /// <summary>Kind of a schema step, as it stands in status and metrics.</summary>
    /// <param name="phase">Which of the commands.</param>
    public static string KindOf(SchemaPhase phase) => phase switch
    {
        SchemaPhase.Expand => "Expand",
        SchemaPhase.Migrate => "Migrate",
        SchemaPhase.UpgradeCheck => "UpgradeCheck",
        SchemaPhase.Contract => "Contract",
        SchemaPhase.OnlineMigrations => "OnlineMigrations",
        _ => throw new ArgumentOutOfRangeException(nameof(phase)),
    };

    /// <summary>Component of the step; empty for steps on the node as a whole.</summary>
    /// <param name="step">The step.</param>
    public static string ComponentOf(NodeStep step) => step switch
    {
        NodeStep.Rotation rotation => rotation.Component,
        NodeStep.StopAndHold stop => stop.Component,
        NodeStep.Install install => install.Component,
        NodeStep.SyncSchema sync => sync.Component,
        NodeStep.Release release => release.Component,
        NodeStep.Restart restart => restart.Component,
        _ => "",
    };

    /// <summary>Kind and component, for people.</summary>
    /// <param name="step">The step.</param>
    public static string TitleOf(NodeStep step) => ComponentOf(step) is { Length: > 0 } component ? $"{KindOf(step)} {component}" : KindOf(step);

    private static ImmutableArray<string> Contents(NodeStep step) => step switch
    {
        NodeStep.Rotation rotation => rotation.Backends,
        NodeStep.Quiesce quiesce => quiesce.Units,
        NodeStep.Unquiesce unquiesce => unquiesce.Units,
        NodeStep.Reboot reboot => [reboot.Upgrade],
        NodeStep.Configure configure => [configure.Service, configure.Upgrade, .. configure.Run],
        NodeStep.Autoremove unneeded => [unneeded.Upgrade, .. unneeded.Packages],
        NodeStep.SwitchRepository source => [source.File, source.Content, source.KeyringName, source.KeyringArmored, .. source.Supersedes],
        NodeStep.Stage stage => [.. stage.Packages.Select(pin => pin.ToString())],
        NodeStep.Preinstall libraries => [libraries.Upgrade],
        NodeStep.StopAndHold stop => stop.Units,
        NodeStep.Install install => [.. install.Packages.Select(pin => pin.ToString())],
        NodeStep.SyncSchema sync => [sync.Version, sync.User, .. sync.Run],
        NodeStep.Release release => release.Units,
        NodeStep.Restart restart => restart.Units,
        _ => [],
    };

    /// <summary>Time a step may take before the node ends it.</summary>
    /// <param name="step">The step.</param>
    /// <remarks>Generous: the stall deadline tells people long before. Databases take the longest.</remarks>
    public static TimeSpan DeadlineOf(NodeStep.Command step) => step switch
    {
        NodeStep.SyncSchema => TimeSpan.FromHours(6),
        NodeStep.Configure configure => TimeSpan.FromSeconds(configure.TimeoutSeconds),
        NodeStep.Install or NodeStep.Preinstall or NodeStep.Stage or NodeStep.RepairPackages or NodeStep.Autoremove => TimeSpan.FromMinutes(30),
        NodeStep.StopAndHold stop => TimeSpan.FromSeconds(60 + (stop.StopSeconds * Math.Max(1, stop.Units.Length))),
        NodeStep.Restart restart => TimeSpan.FromSeconds(60 + (restart.StopSeconds * Math.Max(1, restart.Units.Length))),
        _ => TimeSpan.FromMinutes(10),
    };
}
