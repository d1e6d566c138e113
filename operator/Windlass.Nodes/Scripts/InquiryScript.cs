using System.Globalization;
using Windlass.Core.Observation;

namespace Windlass.Nodes.Scripts;

/// <summary>The text that puts a question to a node.</summary>
internal static class InquiryScript
{
    /// <summary>What cannot travel; null: nothing.</summary>
    public static string? Offence(Inquiry inquiry) => inquiry switch
    {
        Inquiry.Fetch fetch when !SafeWord.IsUrl(fetch.Url) => $"'{fetch.Url}' is not usable as a URL",
        Inquiry.Command { Argv.IsDefaultOrEmpty: true } => "there is no command",
        _ => null,
    };

    /// <summary>Composes the text.</summary>
    /// <param name="inquiry">What is asked; it has no offence.</param>
    /// <param name="nonce">Marks the answer's own lines.</param>
    public static NodeProgram Program(Inquiry inquiry, string nonce) => new(
        "inquire",
        ["lib/common.sh", "lib/http.sh", "inquire.sh"],
        nonce,
        inquiry switch
        {
            Inquiry.Fetch fetch => [new ScriptDatum("url", fetch.Url)],
            Inquiry.Command command =>
            [
                new("timeout", Math.Max(1, (long)command.Timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
                .. command.Argv.Select(argument => new ScriptDatum("argument", argument.Length == 0 ? "-" : ScriptText.Encode(argument))),
            ],
            _ => throw new ArgumentOutOfRangeException(nameof(inquiry)),
        });
}
