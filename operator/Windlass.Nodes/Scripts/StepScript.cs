using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Windlass.Core.Identities;

namespace Windlass.Nodes.Scripts;

/// <summary>The text that starts a step, attaches to it, or collects it.</summary>
internal static class StepScript
{
    /// <summary>Whether the identity can name a folder and a unit on the node.</summary>
    public static bool IsUsable(StepId id) =>
        id.Value is { Length: > 0 and <= 64 } && id.Value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && id.Value[0] != '-';

    /// <summary>Composes the text.</summary>
    /// <param name="order">The order; its identity is usable.</param>
    /// <param name="body">Body of the step; it has no offence.</param>
    /// <param name="wait">How long the node waits for the end before it answers "running"; to a tenth of a second.</param>
    /// <param name="nonce">Marks the answer's own lines.</param>
    public static NodeProgram Program(StepOrder order, StepBody body, TimeSpan wait, string nonce)
    {
        var text = Encoding.UTF8.GetBytes(body.Text);
        return new NodeProgram(
            "step",
            ["lib/common.sh", "lib/ledger.sh", "lib/journal.sh", .. ObserveScript.Libraries(order.LookFor), "step.sh"],
            nonce,
            [
                new("id", order.Id.Value),
                new("kind", body.Kind),
                new("fence", Number(order.Fence.Value)),
                new("attempt", Number(order.Attempt)),
                new("deadline", Number(Math.Max(1, (long)order.Deadline.TotalSeconds))),
                new("offset", Number(Math.Max(0, order.LogOffset))),
                new("wait", Number((long)(wait.TotalSeconds * 10))),
                new("sha256", Convert.ToHexStringLower(SHA256.HashData(text))),
                .. ObserveScript.LookFor(order.LookFor),
            ])
        {
            Body = body,
        };
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
