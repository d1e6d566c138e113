using System.Collections.Immutable;
using System.Text;
using Windlass.Core.Api.Plans;
using Windlass.Core.Forecasting;

namespace Windlass.Operator.Plugin;

/// <summary>An UpgradePlan for people: what a person approves, with its hash at the end.</summary>
internal static class PlanObjectText
{
    private const int NamedNodes = 8;

    public static string Of(UpgradePlanSpec plan)
    {
        var text = new StringBuilder($"{plan.UpgradeName}: {(plan.FromRelease.Length == 0 ? "?" : plan.FromRelease)} -> {plan.TargetRelease}, {plan.NodeCount} nodes\n\n");
        for (var i = 0; i < plan.Waves.Length; i++)
        {
            var wave = plan.Waves[i];
            text.Append($"{i + 1,4}  {$"{wave.Stage} {wave.Components}".TrimEnd(),-34}  {(wave.Nodes is ["*"] ? "all nodes" : Names(wave.Nodes))}\n");
        }

        text.Append("\nPackages\n");
        foreach (var group in plan.Nodes)
        {
            text.Append($"  {group.Roles}: {Names(group.Names)}\n");
            foreach (var package in group.Packages)
            {
                text.Append($"    {package.Name,-32} {(package.From.Length == 0 ? "new" : package.From)} -> {(package.To.Length > 0 ? package.To : $"known after staging {package.Expected}".TrimEnd())}\n");
            }
        }

        Append(text, "Backends touched, in every HAProxy", plan.Backends);
        Append(text, "APIs away while their schema moves", ApiOutages.Names(plan));
        text.Append(plan.ExpectedDuration.Length == 0 ? "" : $"\nExpected to take {plan.ExpectedDuration} at work, by {plan.ExpectedFrom}\n");
        text.Append(plan.StoppedBecause.Length == 0 ? "" : $"\nThe run would wait here: {plan.StoppedBecause}\n");
        return text.Append($"\n{plan.Hash}\n").ToString();
    }

    private static void Append(StringBuilder text, string what, ImmutableArray<string> names) => text.Append(names.IsEmpty ? "" : $"\n{what}: {string.Join(", ", names)}\n");

    private static string Names(ImmutableArray<string> names) =>
        string.Join(", ", names.Take(NamedNodes)) + (names.Length > NamedNodes ? $" and {names.Length - NamedNodes} more" : "");
}
