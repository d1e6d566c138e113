namespace Windlass.Operator.Simulating;

/// <summary>Who reads a forecast.</summary>
internal enum Format
{
    /// <summary>People.</summary>
    Text,

    /// <summary>Programs.</summary>
    Json,
}
