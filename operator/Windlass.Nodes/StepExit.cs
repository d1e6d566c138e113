namespace Windlass.Nodes;

/// <summary>Exit codes of step bodies that mean something. Schema commands' own codes come through unchanged otherwise.</summary>
public static class StepExit
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>A lock of APT or dpkg is held by somebody else; the output names who. Worth another attempt.</summary>
    public const int LockHeld = 10;

    /// <summary>The node's package lists do not have a version that was asked for.</summary>
    public const int NotAvailable = 11;

    /// <summary>A package that an administrator put on hold would have to change.</summary>
    public const int OnHold = 12;

    /// <summary>A unit did not stop, did not start, or did not stay up.</summary>
    public const int UnitTrouble = 13;

    /// <summary>A schema command makes no progress.</summary>
    public const int SchemaStuck = 14;

    /// <summary>The mirror does not answer, or answers wrongly.</summary>
    public const int DownloadFailed = 15;

    /// <summary>apt-get or dpkg failed, or what they left is not what was asked for.</summary>
    public const int InstallFailed = 16;

    /// <summary>APT would change a package that the release holds back.</summary>
    public const int HeldBack = 17;

    /// <summary>The data of the step were not understood.</summary>
    public const int BadData = 64;

    /// <summary>The deadline of the step passed.</summary>
    public const int DeadlinePassed = 124;

    /// <summary>systemd could not start the step.</summary>
    public const int NotStarted = 125;
}
