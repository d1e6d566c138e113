namespace Windlass.Operator.Page;

/// <summary>What a person who looks at a run has to do.</summary>
internal enum PageMood
{
    /// <summary>Nothing: it works.</summary>
    Working,

    /// <summary>Nothing yet: it waits for something that comes by itself, or that somebody asked for.</summary>
    Waiting,

    /// <summary>Something: it makes no progress without a person, or a part of it does not.</summary>
    Blocked,

    /// <summary>Nothing any more.</summary>
    Done,
}
