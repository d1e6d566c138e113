namespace Windlass.Core.Simulation;

/// <summary>How a simulated step goes wrong.</summary>
public enum StepHarm
{
    /// <summary>It ends with an exit code and changes nothing.</summary>
    Fails,

    /// <summary>It does its work and is reported as failed all the same.</summary>
    FailsAfterwards,

    /// <summary>It is killed before it changes anything and leaves no exit code.</summary>
    Crashes,

    /// <summary>Packages are unpacked but not configured; other steps simply fail.</summary>
    LeavesPackagesHalfDone,

    /// <summary>It hangs for two minutes longer than it takes, then it is given up and changes nothing.</summary>
    Hangs,

    /// <summary>It does its work, but from its beginning to its end the node does not answer.</summary>
    LosesConnection,
}
