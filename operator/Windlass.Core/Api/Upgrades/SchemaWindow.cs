using System.ComponentModel;

namespace Windlass.Core.Api.Upgrades;

/// <summary>The time in which a component's old code runs beside its new schema.</summary>
public sealed record SchemaWindow
{
    /// <summary>Name of the component.</summary>
    [Description("Name of the component.")]
    public required string Component { get; init; }

    /// <summary>Since when.</summary>
    [Description("When the schema step was first seen done.")]
    public required DateTimeOffset Since { get; init; }
}
