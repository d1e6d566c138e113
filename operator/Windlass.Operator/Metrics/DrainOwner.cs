namespace Windlass.Operator.Metrics;

/// <summary>Who took a server out of rotation.</summary>
public enum DrainOwner
{
    /// <summary>We did, and recorded it.</summary>
    Operator,

    /// <summary>Somebody else; it is left alone.</summary>
    Foreign,
}
