namespace Windlass.Operator.Plugin;

/// <summary>What a node of a run does, in one word. The first that fits.</summary>
internal enum NodeState
{
    /// <summary>Makes no progress without a person.</summary>
    Stalled,

    /// <summary>Does not answer over SSH.</summary>
    Unreachable,

    /// <summary>Left alone, as somebody asked.</summary>
    Paused,

    /// <summary>A step runs.</summary>
    Working,

    /// <summary>Its next step waits for something.</summary>
    Waiting,

    /// <summary>At the target and given back.</summary>
    AtTarget,

    /// <summary>Its turn is still to come.</summary>
    Pending,
}
