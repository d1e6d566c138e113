using System.Globalization;

namespace Windlass.Nodes.Answers;

/// <summary>The answer of <c>inquire.sh</c>.</summary>
internal static class InquiryAnswer
{
    /// <summary>Null when it is not understood.</summary>
    public static InquiryOutcome.Answered? Parse(FramedAnswer answer)
    {
        var mark = $"#{answer.Nonce} exit ";
        var end = answer.Body.IndexOf('\n', StringComparison.Ordinal);
        var first = end < 0 ? answer.Body : answer.Body[..end];
        return first.StartsWith(mark, StringComparison.Ordinal) && int.TryParse(first.AsSpan(mark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? new InquiryOutcome.Answered(code, end < 0 ? "" : answer.Body[(end + 1)..])
            : null;
    }
}
