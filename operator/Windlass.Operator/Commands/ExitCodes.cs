namespace Windlass.Operator.Commands;

/// <summary>Exit statuses that scripts may rely on; 0 is well.</summary>
internal static class ExitCodes
{
    /// <summary>It was looked at, and the answer is no.</summary>
    public const int CheckFailed = 1;

    /// <summary>What was given cannot be used; nothing was looked at.</summary>
    public const int BadInput = 2;

    /// <summary>Of <c>wait</c>: the upgrade needs a person, or was given up.</summary>
    public const int Stalled = 2;

    /// <summary>Of <c>wait</c>: somebody paused it.</summary>
    public const int Paused = 3;

    /// <summary>Of <c>wait</c>: the time that was given is up; what timeout(1) says too.</summary>
    public const int TimeIsUp = 124;
}
