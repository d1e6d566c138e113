namespace Windlass.Core.Reporting;

/// <summary>Does the controller act by itself? Closed: Reconciling, Stalled, or neither.</summary>
internal abstract record Activity
{
    private Activity()
    {
    }

    /// <summary>It acts, or will act again by itself.</summary>
    public sealed record Reconciling(string Reason, string Message) : Activity;

    /// <summary>No progress without a person.</summary>
    public sealed record Stalled(string Reason, string Message) : Activity;

    /// <summary>Nothing to do, or waiting for something that is meant to be waited for.</summary>
    public sealed record Quiet : Activity;
}
