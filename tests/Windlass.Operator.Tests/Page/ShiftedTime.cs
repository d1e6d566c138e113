namespace Windlass.Operator.Tests.Page;

/// <summary>The system's clock, set to another time: the page shows a simulated run as if it were now.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
}
