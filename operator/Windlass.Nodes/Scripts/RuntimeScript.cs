namespace Windlass.Nodes.Scripts;

/// <summary>One line to HAProxy's runtime socket through the node's wrapper. There is no script for a shell: a forward does it there.</summary>
internal static class RuntimeScript
{
    /// <summary>Most that HAProxy's answer may have; its reader takes 8 MiB.</summary>
    private const int LongestAnswer = 9 * 1024 * 1024;

    /// <summary>The order.</summary>
    /// <param name="socket">Absolute path on the node.</param>
    /// <param name="line">Commands, without a line end.</param>
    /// <param name="nonce">Marks the answer's own lines.</param>
    public static NodeProgram Program(string socket, string line, string nonce) =>
        new("haproxy", [], nonce, [new("socket", socket), new("line", ScriptText.Encode(line))]) { LongestAnswer = LongestAnswer };
}
