using System.CommandLine;
using Windlass.Core.Api.Upgrades;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Commands.Plugin;

/// <summary><c>kubectl windlass skip</c>: leaves out a node, a component, a preflight check or a gate.</summary>
internal static class SkipCommand
{
    public static Command Create()
    {
        var command = new Command("skip", "Leave out a node, a component, a preflight check or a gate; the upgrade says what was left out.")
        {
            Node(),
            OfUpgrade("component", "Leave a component alone; those that come after it count it as finished.", (spec, name) => spec.SkipComponents.Contains(name) ? spec : spec with { SkipComponents = spec.SkipComponents.Add(name) }),
            OfUpgrade("gate", "Nobody waits for this gate, and it is not read.", (spec, name) => spec.SkipGates.Contains(name) ? spec : spec with { SkipGates = spec.SkipGates.Add(name) }),
            Check(),
        };
        return command;
    }

    private static Command Node()
    {
        var (session, upgrade, name) = (new SessionOptions(), UpgradeArgument.CreateOption(), new Argument<string>("name") { Description = "Name of the ClusterNode." });
        var command = new Command("node", "Leave a machine alone (spec.suspended of the ClusterNode); kubectl patch it back when it shall take part again.") { name, upgrade };
        session.AddTo(command);
        command.SetAction((result, cancellation) => session.ReadAsync(
            result,
            result.GetValue(upgrade),
            (api, sight) => sight.Nodes.FirstOrDefault(node => node.Metadata.Name == result.GetRequiredValue(name)) is { } node
                ? ChangeRun.ObjectAsync(
                    result, api, Kinds.Nodes, node, now => now with { Spec = now.Spec with { Suspended = true } }, $"clusternode/{node.Metadata.Name}: suspended", cancellation)
                : Task.FromResult(Failure.Report($"no ClusterNode {result.GetRequiredValue(name)} in namespace {api.Namespace}: kubectl get cnode lists them")),
            cancellation));
        return command;
    }

    private static Command Check()
    {
        var (session, upgrade) = (new SessionOptions(), UpgradeArgument.CreateOption());
        var check = new Argument<PreflightCheck>("name") { Description = $"Name of the check: {string.Join(", ", Enum.GetNames<PreflightCheck>())}." };
        var command = new Command("check", "Pass over a preflight check; PreflightPassed says so.") { check, upgrade };
        session.AddTo(command);
        command.SetAction((result, cancellation) => session.ReadAsync(
            result,
            result.GetValue(upgrade),
            (api, sight) => ChangeRun.UpgradeAsync(
                result, api, sight.Upgrade, now => Skip(now, result.GetValue(check)), $"check {result.GetValue(check)} is passed over", cancellation),
            cancellation));
        return command;
    }

    private static ClusterUpgrade Skip(ClusterUpgrade upgrade, PreflightCheck check) => upgrade.Spec.SkipChecks.Contains(check)
        ? upgrade
        : upgrade with { Spec = upgrade.Spec with { SkipChecks = upgrade.Spec.SkipChecks.Add(check) } };

    private static Command OfUpgrade(string what, string description, Func<ClusterUpgradeSpec, string, ClusterUpgradeSpec> skip)
    {
        var (session, upgrade, name) = (new SessionOptions(), UpgradeArgument.CreateOption(), new Argument<string>("name") { Description = $"Name of the {what}." });
        var command = new Command(what, description) { name, upgrade };
        session.AddTo(command);
        command.SetAction((result, cancellation) => session.ReadAsync(
            result,
            result.GetValue(upgrade),
            (api, sight) => ChangeRun.UpgradeAsync(
                result, api, sight.Upgrade, now => now with { Spec = skip(now.Spec, result.GetRequiredValue(name)) }, $"{what} {result.GetRequiredValue(name)} is left out", cancellation),
            cancellation));
        return command;
    }
}
