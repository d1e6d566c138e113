using System.Collections.Immutable;
using System.Text;

namespace Windlass.Nodes.Scripts;

/// <summary>
/// Puts a script and its data into one text for <c>sh -s</c>. The data stand in a quoted here-document, so the shell never
/// interprets them; nothing of it is on a command line, so nothing shows in <c>ps</c> and no length limit applies.
/// </summary>
internal static class ScriptText
{
    /// <summary>Joins libraries, script and data.</summary>
    /// <param name="resources">Paths of the shell texts, libraries first; the last one defines <c>main</c>.</param>
    /// <param name="delimiter">A line that no line of the data equals.</param>
    /// <param name="data">Lines of data; the closing "." is added.</param>
    /// <param name="payload">Base64 that follows the data; empty: none.</param>
    /// <exception cref="ArgumentException">A value is not one word: a bug, callers check with <see cref="SafeWord"/>.</exception>
    public static string Compose(ImmutableArray<string> resources, string delimiter, IEnumerable<ScriptDatum> data, string payload = "")
    {
        var text = new StringBuilder();
        foreach (var resource in resources)
        {
            text.Append(ScriptResource.Read(resource));
        }

        text.Append("main <<'").Append(delimiter).Append("'\n");
        Append(text, data);
        for (var start = 0; start < payload.Length; start += 1024)
        {
            text.Append(payload, start, Math.Min(1024, payload.Length - start)).Append('\n');
        }

        return text.Append(delimiter).Append('\n').ToString();
    }

    /// <summary>Appends lines of data and the closing ".".</summary>
    /// <param name="text">What they come behind.</param>
    /// <param name="data">Lines of data.</param>
    /// <exception cref="ArgumentException">A value is not one word: a bug, callers check with <see cref="SafeWord"/>.</exception>
    public static void Append(StringBuilder text, IEnumerable<ScriptDatum> data)
    {
        foreach (var datum in data)
        {
            if (datum.Value.Length == 0 || datum.Value.Any(c => c is <= ' ' or (char)127))
            {
                throw new ArgumentException($"The value of '{datum.Key}' is not one word.", nameof(data));
            }

            text.Append(datum.Key).Append(' ').Append(datum.Value).Append('\n');
        }

        text.Append(".\n");
    }

    /// <summary>A text as one word.</summary>
    public static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
