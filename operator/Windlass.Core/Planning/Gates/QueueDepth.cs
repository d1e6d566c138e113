namespace Windlass.Core.Planning.Gates;

/// <summary>One queue.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Messages">Messages in it, ready and unacknowledged; null: it does not tell, as when the node that has it is down.</param>
public sealed record QueueDepth(string Name, long? Messages);
