using System.ComponentModel;

namespace Windlass.Core.Api.Upgrades;

/// <summary>The time in which a component's old code runs beside its new schema.</summary>
public sealed record SchemaWindow
{
    /// <summary>Servers on old code for longer than this need a person: WindlassSchemaWindowTooLong pages.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    /// <summary>Name of the component.</summary>
    [Description("Name of the component.")]
    public required string Component { get; init; }

    /// <summary>Since when.</summary>
    [Description("When the schema step was first seen done.")]
    public required DateTimeOffset Since { get; init; }

    /// <summary>It is open for too long.</summary>
    [Description("Servers of its control plane have run the old code for more than 15 minutes since: somebody should look. Agents on satellites may wait longer.")]
    public bool IsTooLong { get; init; }
}
