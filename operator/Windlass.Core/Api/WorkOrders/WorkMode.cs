namespace Windlass.Core.Api.WorkOrders;

/// <summary>How a node behaves between steps.</summary>
public enum WorkMode
{
    /// <summary>Work as granted.</summary>
    Run,

    /// <summary>Finish the step in hand, then wait.</summary>
    Pause,

    /// <summary>Begin nothing; finish the component in hand, so that the node serves; give everything back.</summary>
    WrapUp,
}
