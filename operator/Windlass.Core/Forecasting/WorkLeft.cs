using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Simulation;

namespace Windlass.Core.Forecasting;

/// <summary>
/// How long a node will be at what it is granted, by its own report and the time of the steps that are usual for such work: the loop that talks to
/// no node knows no more. Steps of the table of the node planner, when nothing goes wrong and nobody's sessions stay.
/// </summary>
internal sealed class WorkLeft(ClusterReleaseSpec release, StepTimes times)
{
    private readonly List<(string Kind, string Component)> _steps = [];

    /// <summary>Seconds from now.</summary>
    /// <param name="order">Its work order.</param>
    /// <param name="status">Its report.</param>
    /// <param name="roles">Its roles.</param>
    /// <param name="now">The operator's time.</param>
    public double Seconds(NodeUpgradeSpec order, NodeUpgradeStatus status, ImmutableArray<string> roles, DateTimeOffset now)
    {
        _steps.Clear();
        Prepare(order, status);
        foreach (var component in status.Components)
        {
            if (release.Components.FirstOrDefault(one => one.Name == component.Name) is { } released)
            {
                Upgrade(order, component, released, roles);
            }
        }

        Finish(order, status, roles);
        return Sum(order, status, now);
    }

    private void Prepare(NodeUpgradeSpec order, NodeUpgradeStatus status)
    {
        if (status.IsPrepared || !order.IsGranted(WorkKind.Prepare))
        {
            return;
        }

        Add(release.Quiesce.Length, "Quiesce");
        Add(1, "SwitchRepository");
        Add(1, "Stage");
        Add(order.Dependencies == DependencyPolicy.Preinstall ? 1 : 0, "Preinstall");
    }

    private void Upgrade(NodeUpgradeSpec order, ComponentStatus component, ReleaseComponent released, ImmutableArray<string> roles)
    {
        var (name, isUpgraded, isServer) = (component.Name, order.IsGranted(WorkKind.Upgrade, component.Name), IsBalanced(released, roles));
        if (component.State != ComponentState.AtTarget && (isUpgraded || order.IsGranted(WorkKind.Halt, name)))
        {
            if (component.State != ComponentState.Halted)
            {
                TakeOut(isServer, name);
                Add(1, "StopAndHold", name);
                Add(1, "Install", name);
            }

            if (isUpgraded)
            {
                MoveSchema(order, component, released);
                Add(1, "Release", name);
                Add(isServer ? 1 : 0, "Restore", name);
            }
        }

        if (!component.IsRestarted && order.IsGranted(WorkKind.FinalRestart, name))
        {
            TakeOut(isServer, name);
            Add(1, "FinalRestart", name);
            Add(isServer ? 1 : 0, "Restore", name);
        }

        AddSchema(order.IsGranted(WorkKind.ContractSchema, name) ? released.Schema?.Contract : null, component, SchemaPhase.Contract);
        AddSchema(order.IsGranted(WorkKind.OnlineMigrations, name) ? released.Schema?.OnlineMigrations : null, component, SchemaPhase.OnlineMigrations);
    }

    private void MoveSchema(NodeUpgradeSpec order, ComponentStatus component, ReleaseComponent released)
    {
        if (order.IsGranted(WorkKind.MoveSchema, component.Name))
        {
            AddSchema(released.Schema?.Expand, component, SchemaPhase.Expand);
            AddSchema(released.Schema?.Migrate, component, SchemaPhase.Migrate);
            AddSchema(released.UpgradeCheck, component, SchemaPhase.UpgradeCheck);
        }
    }

    private void Finish(NodeUpgradeSpec order, NodeUpgradeStatus status, ImmutableArray<string> roles)
    {
        if (status.LastVisitTime is null && (order.IsGranted(WorkKind.Configure) || order.IsGranted(WorkKind.Reboot)))
        {
            var servers = release.Components.Where(one => IsBalanced(one, roles) && status.Components.Any(component => component.Name == one.Name)).Select(one => one.Name).ToImmutableArray();
            var isConfigured = status is { IsPrepared: true, IsConfigurationDue: false } && !order.IsGranted(WorkKind.Reboot);
            foreach (var server in isConfigured ? [] : servers)
            {
                TakeOut(isServer: true, server);
            }

            Add(order.IsGranted(WorkKind.Configure) && !isConfigured ? 1 : 0, "Configure");
            Add(order.IsGranted(WorkKind.Reboot) ? 1 : 0, "Reboot");
            foreach (var server in servers)
            {
                Add(1, "Restore", server);
            }
        }

        Add(order.IsGranted(WorkKind.Finish) && order.Autoremove == AutoremovePolicy.AtEnd && !status.IsTidy ? 1 : 0, "Autoremove");
        Add(order.IsGranted(WorkKind.Finish) && !status.IsGivenBack ? release.Quiesce.Length : 0, "Unquiesce");
    }

    private static bool IsBalanced(ReleaseComponent component, ImmutableArray<string> roles) =>
        component.ControlPlane is { Backends.IsEmpty: false } plane && roles.Contains(plane.Role);

    private void TakeOut(bool isServer, string component)
    {
        Add(isServer ? 1 : 0, "Drain", component);
        Add(isServer ? 1 : 0, "Isolate", component);
    }

    private void AddSchema(ComponentCommand? command, ComponentStatus component, SchemaPhase phase) =>
        Add(command is not null && !component.Schema.Contains(phase) ? 1 : 0, StepIds.KindOf(phase), component.Name);

    private void Add(int count, string kind, string component = "")
    {
        for (var i = 0; i < count; i++)
        {
            _steps.Add((kind, component));
        }
    }

    /// <summary>What comes before the step in hand is done, and so is as much of it as has passed.</summary>
    private double Sum(NodeUpgradeSpec order, NodeUpgradeStatus status, DateTimeOffset now)
    {
        var inHand = status.Step is { } step ? _steps.IndexOf((step.Name, step.Component)) : -1;
        var sum = 0.0;
        for (var i = Math.Max(0, inHand); i < _steps.Count; i++)
        {
            var passed = i == inHand && status.Step is { Attempt: > 0 } current ? Math.Max(0, current.ActiveFor(now).TotalSeconds) : 0;
            sum += Math.Max(0, Takes(_steps[i], order, status) - passed);
        }

        return sum;
    }

    private double Takes((string Kind, string Component) step, NodeUpgradeSpec order, NodeUpgradeStatus status)
    {
        var acts = step.Kind == "Restore" ? LearnedTimes.RestoreActs : 1;
        var isFirst = step.Kind == "Install" && order.Dependencies == DependencyPolicy.WithComponent
            && _steps.Find(one => one.Kind == "Install") == step && status.Components.All(component => component.State != ComponentState.AtTarget);
        return acts * (times.LookSeconds + (isFirst ? times.SecondsOfFirst(step.Component, order.Role) : times.SecondsOf(step.Kind, step.Component, order.Role)));
    }
}
