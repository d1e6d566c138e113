namespace Windlass.Nodes.Scripts;

/// <summary>One line of a script's data: <c>key value</c>.</summary>
/// <param name="Key">What it is, in the words of the script's own head.</param>
/// <param name="Value">One word; texts travel as base64.</param>
internal sealed record ScriptDatum(string Key, string Value);
