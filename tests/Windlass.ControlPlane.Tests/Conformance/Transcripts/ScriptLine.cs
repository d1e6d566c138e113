namespace Windlass.ControlPlane.Tests.Conformance.Transcripts;

/// <summary>What a line of a script asks for.</summary>
internal abstract record ScriptLine
{
    private ScriptLine()
    {
    }

    /// <summary>A file in the script's folder.</summary>
    public sealed record WriteFile(string Name, string Content) : ScriptLine;

    /// <summary>A command that ends.</summary>
    public sealed record Run(string Command) : ScriptLine;

    /// <summary>A command that goes on, until <see cref="Await"/>. The script goes on when it has said its first line.</summary>
    public sealed record Follow(string Command) : ScriptLine;

    /// <summary>The end of the command that is left running, when it has said so many lines.</summary>
    public sealed record Await(int Count) : ScriptLine;
}
