namespace Windlass.Operator.Metrics;

/// <summary>What identifies a kind of step in metrics. No host: a histogram for each of 10,000 nodes would help nobody.</summary>
/// <param name="UpgradeNamespace">Namespace of the upgrade.</param>
/// <param name="Upgrade">Name of the upgrade.</param>
/// <param name="Role">Role of the node in the upgrade.</param>
/// <param name="Step">Kind of the step, for example <c>Install</c>.</param>
public readonly record struct StepLabels(string UpgradeNamespace, string Upgrade, string Role, string Step);
