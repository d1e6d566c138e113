using System.ComponentModel;

namespace Windlass.Core.Api.WorkOrders;

/// <summary>Leave to do one piece of work.</summary>
public sealed record Grant
{
    /// <summary>Kind of work.</summary>
    [Description("Kind of work.")]
    public required WorkKind Work { get; init; }

    /// <summary>The component.</summary>
    [Description("Component meant; empty for work on the node as a whole.")]
    public string Component { get; init => field = value ?? ""; } = "";
}
