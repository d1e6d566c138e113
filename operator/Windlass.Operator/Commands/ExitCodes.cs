namespace Windlass.Operator.Commands;

/// <summary>Exit statuses that scripts may rely on; 0 is well.</summary>
internal static class ExitCodes
{
    /// <summary>It was looked at, and the answer is no.</summary>
    public const int CheckFailed = 1;

    /// <summary>What was given cannot be used; nothing was looked at.</summary>
    public const int BadInput = 2;
}
