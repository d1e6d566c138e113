using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Simulation;

/// <summary>The database of a simulated cloud: which schema commands it has seen.</summary>
public sealed class SimulatedDatabase
{
    private readonly List<NodeStep.SyncSchema> _commands = [];

    /// <summary>Commands that succeeded, oldest first.</summary>
    public ImmutableArray<NodeStep.SyncSchema> Commands => [.. _commands];

    /// <summary>A command succeeded.</summary>
    /// <param name="command">The command.</param>
    public void Run(NodeStep.SyncSchema command) => _commands.Add(command);

    /// <summary>Did this phase of a component succeed?</summary>
    /// <param name="component">The component.</param>
    /// <param name="phase">The phase.</param>
    public bool Has(string component, SchemaPhase phase) => _commands.Exists(command => command.Component == component && command.Phase == phase);

    /// <summary>For comparing two runs.</summary>
    public string Outline() => string.Join("; ", _commands.Select(command => $"{command.Component} {command.Phase} {command.Version}").Order(StringComparer.Ordinal));
}
