namespace Windlass.Core.Tests.Simulation;

/// <summary>Variants of the lab's releases.</summary>
public enum ReleaseKind
{
    /// <summary>Every component rolls.</summary>
    Plain,

    /// <summary>Glance is stopped everywhere for its schema; nova has a check of new code and is restarted at the end.</summary>
    Strict,

    /// <summary>Nova, which has agents on computes, is stopped everywhere for its schema.</summary>
    Together,
}
