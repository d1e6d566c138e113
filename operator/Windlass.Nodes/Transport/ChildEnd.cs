namespace Windlass.Nodes.Transport;

/// <summary>How a child process came to its end.</summary>
internal enum ChildEnd
{
    /// <summary>By itself.</summary>
    Exited,

    /// <summary>We ended it: the deadline had passed.</summary>
    TimedOut,

    /// <summary>We ended it: it said more than we are willing to hold.</summary>
    Overflowed,

    /// <summary>It could not be started; the error says why.</summary>
    NotStarted,
}
