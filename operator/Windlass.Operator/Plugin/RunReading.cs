namespace Windlass.Operator.Plugin;

/// <summary>What came of asking the API about an upgrade. Closed: every case is nested here.</summary>
internal abstract record RunReading
{
    private RunReading()
    {
    }

    /// <summary>It is there.</summary>
    public sealed record Found(RunSight Sight) : RunReading;

    /// <summary>There is none, or the API cannot be asked.</summary>
    /// <param name="Message">What is wrong and what to do.</param>
    public sealed record Failed(string Message) : RunReading;
}
