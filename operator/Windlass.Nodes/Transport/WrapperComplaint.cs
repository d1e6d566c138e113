using Windlass.Core.Api.Nodes;

namespace Windlass.Nodes.Transport;

/// <summary>Reads what a node's wrapper says when no answer of a script came.</summary>
internal static class WrapperComplaint
{
    private const string Mark = "windlass-node: ";

    /// <summary>The failure; null: the wrapper has nothing to do with it.</summary>
    /// <param name="result">What came of the exchange.</param>
    /// <param name="access">What the account is said to be able to do.</param>
    public static NodeFailure? Of(ChildResult result, NodeAccess access)
    {
        var line = result.Error.Split('\n').FirstOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal))?[Mark.Length..].Trim() ?? "";
        if (line.StartsWith("other-release: ", StringComparison.Ordinal))
        {
            return new NodeFailure(
                NodeFailureKind.WrapperOfOtherRelease,
                $"{line["other-release: ".Length..]}: print it with this windlass (windlass node-policy wrapper) and put it to {NodeWrapper.Path} on the node, or beside it to {NodeWrapper.Path}.d/{NodeWrapper.Release}");
        }

        if (line.StartsWith("refused: ", StringComparison.Ordinal))
        {
            return new NodeFailure(NodeFailureKind.OrderRefused, line["refused: ".Length..]);
        }

        return access == NodeAccess.Wrapper && IsMissing(result)
            ? new NodeFailure(NodeFailureKind.WrapperMissing, $"there is no {NodeWrapper.Path} that could be run on the node: install what `windlass node-policy wrapper` prints, or set spec.ssh.access of its ClusterNode to Shell")
            : null;
    }

    /// <summary>The words of sudo and of the shells for it; a shell's exit code is 126 or 127.</summary>
    private static bool IsMissing(ChildResult result) =>
        result.Error.Contains("windlass-node: command not found", StringComparison.Ordinal) || (result.End == ChildEnd.Exited && result.ExitCode is 126 or 127);
}
