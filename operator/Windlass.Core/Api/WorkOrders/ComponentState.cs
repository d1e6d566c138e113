namespace Windlass.Core.Api.WorkOrders;

/// <summary>How far one component is on one node.</summary>
public enum ComponentState
{
    /// <summary>Old packages, or old code still running; not begun.</summary>
    Behind,

    /// <summary>Begun and not finished: drained, held, half-way, or not yet back in rotation.</summary>
    InWork,

    /// <summary>New packages, and every service held: waiting for the schema, or for the same on all other nodes.</summary>
    Halted,

    /// <summary>New packages, new code running, in rotation wherever nobody else took it out.</summary>
    AtTarget,
}
