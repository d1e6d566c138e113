namespace Windlass.ControlPlane.Storage;

/// <summary>How much history watches can resume from; whichever limit is reached first forgets the oldest.</summary>
internal sealed record ChangeLogLimits(int Count, TimeSpan Age, long Bytes)
{
    public static readonly ChangeLogLimits Default = new(10_000, TimeSpan.FromHours(1), 16L << 20);
}
