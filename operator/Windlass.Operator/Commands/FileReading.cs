namespace Windlass.Operator.Commands;

/// <summary>What came of reading a file that a person named. Closed: <see cref="Read"/> or <see cref="Unreadable"/>.</summary>
internal abstract record FileReading
{
    private FileReading()
    {
    }

    /// <summary>Its text.</summary>
    public sealed record Read(string Text) : FileReading;

    /// <summary>Why there is none.</summary>
    public sealed record Unreadable(string Message) : FileReading;
}
