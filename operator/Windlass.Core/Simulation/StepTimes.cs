using System.Collections.Immutable;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Simulation;

/// <summary>How long steps take on a simulated node, by kind, by kind and component where one differs, and by role of the node where that differs too.</summary>
public sealed record StepTimes
{
    /// <summary>Name under which the first install on a node has its own time: it brings the libraries that all components share.</summary>
    public const string FirstInstall = "FirstInstall";

    /// <summary>Kind of a step that nothing is said of.</summary>
    public const string Other = "Other";

    /// <summary>About what steps take on the lab's real nodes.</summary>
    public static StepTimes Lab { get; } = new()
    {
        Seconds = Table(
            ("Configure", 15), ("Preinstall", 8), ("Reboot", 60), ("Install", 8), ("Stage", 5), ("SwitchRepository", 3), ("RepairPackages", 3), ("Autoremove", 3), ("StopAndHold", 2), ("Release", 2), ("Restart", 2), ("FinalRestart", 2),
            ("Expand", 4), ("Migrate", 4), ("UpgradeCheck", 4), ("Contract", 4), ("OnlineMigrations", 4), (Other, 1)),
    };

    /// <summary>
    /// What they take in a cloud of a hundred OpenStack nodes: assumptions, not measurements. Source: our reading of
    /// oci-cluster-upgrade-openstack-release (openstack-cluster-installer 44) and its typical values: one ssh 0.5 s, one hapc call 1.2 s, apt of one
    /// leaf package 20 s, apt of all libraries of a node 75 s, one migration 8 s, its pass over APT's sources 18 s, one run of configuration
    /// management 180 s. Stop and start of services take 2 s each; Stage and reboots, which the script does not have, half a minute and five.
    /// </summary>
    public static StepTimes Typical { get; } = new()
    {
        LookSeconds = 0.5,
        Seconds = Table(
            ("Quiesce", 2), ("Unquiesce", 2), ("SwitchRepository", 18), ("Stage", 30), ("Preinstall", 75), (FirstInstall, 95), ("Install", 20), ("RepairPackages", 20), ("Autoremove", 20),
            ("StopAndHold", 2), ("Release", 2), ("Restart", 4), ("FinalRestart", 4), ("Expand", 8), ("Migrate", 8), ("UpgradeCheck", 4), ("Contract", 8),
            ("OnlineMigrations", 8), ("Configure", 180), ("Reboot", 300), ("Drain", 1.2), ("Isolate", 1.2), ("Restore", 1.2), (Other, 2)),
    };

    /// <summary>
    /// Seconds by kind of step; <c>Install nova</c> is the install of one component, <c>Install nova compute</c> that on nodes of one role,
    /// <c>Stage compute</c> a step on the node as a whole. A kind that is missing takes what <c>Other</c> says.
    /// </summary>
    public ImmutableSortedDictionary<string, double> Seconds { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>Seconds that one look at a node takes; default 0.</summary>
    public double LookSeconds { get; init; }

    /// <summary>Time of one step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="role">First role of the node; empty: none.</param>
    public TimeSpan Of(NodeStep step, string role = "") => TimeSpan.FromSeconds(SecondsOf(StepIds.KindOf(step), StepIds.ComponentOf(step), role));

    /// <summary>Time of the first install on a node.</summary>
    /// <param name="step">The step.</param>
    /// <param name="role">First role of the node; empty: none.</param>
    public TimeSpan OfFirst(NodeStep.Install step, string role = "") => TimeSpan.FromSeconds(SecondsOfFirst(step.Component, role));

    /// <summary>The same, with other seconds where another table says so.</summary>
    /// <param name="other">Seconds by kind, or by kind and component.</param>
    public StepTimes With(IEnumerable<KeyValuePair<string, double>> other) => this with { Seconds = Seconds.SetItems(other) };

    /// <summary>Seconds of one step.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="component">Its component; empty: the node as a whole.</param>
    /// <param name="role">First role of the node; empty: none.</param>
    internal double SecondsOf(string kind, string component, string role) =>
        Own(component.Length > 0 ? $"{kind} {component}" : kind, role) is { } own ? own
        : Seconds.TryGetValue(kind, out var seconds) ? seconds
        : Seconds.GetValueOrDefault(Other, 1);

    /// <summary>Seconds of the first install on a node.</summary>
    /// <param name="component">The component.</param>
    /// <param name="role">First role of the node; empty: none.</param>
    internal double SecondsOfFirst(string component, string role) =>
        Own($"Install {component}", role) is { } own ? own : Seconds.TryGetValue(FirstInstall, out var first) ? first : SecondsOf("Install", component, role);

    private double? Own(string title, string role) =>
        role.Length > 0 && Seconds.TryGetValue($"{title} {role}", out var ofRole) ? ofRole : Seconds.TryGetValue(title, out var own) ? own : null;

    private static ImmutableSortedDictionary<string, double> Table(params (string Kind, double Seconds)[] rows) =>
        rows.ToImmutableSortedDictionary(row => row.Kind, row => row.Seconds, StringComparer.Ordinal);
}
