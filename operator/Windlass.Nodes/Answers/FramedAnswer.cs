namespace Windlass.Nodes.Answers;

/// <summary>
/// What a script printed between its first and its last line, both marked with a nonce: banners before it are dropped, and an
/// answer without its last line is no answer.
/// </summary>
/// <param name="Body">Text between them.</param>
/// <param name="Nonce">Marks the lines that structure the body.</param>
internal sealed record FramedAnswer(string Body, string Nonce)
{
    /// <summary>Why the node declined; null: it did not.</summary>
    public string? Refusal
    {
        get
        {
            var mark = $"#{Nonce} refused ";
            return Body.StartsWith(mark, StringComparison.Ordinal) ? Body[mark.Length..].Split('\n')[0] : null;
        }
    }

    /// <summary>Takes the frame off; null when it is not whole.</summary>
    public static FramedAnswer? Parse(string text, string nonce)
    {
        var head = $"#{nonce} begin\n";
        var start = text.IndexOf(head, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        // One line end belongs to the frame on both sides, so that an empty body is found too.
        start += head.Length - 1;
        var end = text.LastIndexOf($"\n#{nonce} end 0\n", StringComparison.Ordinal);
        return end < start ? null : new FramedAnswer(end == start ? "" : text[(start + 1)..end], nonce);
    }

    /// <summary>Lines of each section, empty lines included, by the section's name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Sections()
    {
        var sections = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var mark = $"#{Nonce} section ";
        List<string> current = [];
        foreach (var line in Body.Split('\n'))
        {
            if (line.StartsWith(mark, StringComparison.Ordinal))
            {
                current = [];
                sections[line[mark.Length..]] = current;
                continue;
            }

            current.Add(line);
        }

        return sections;
    }
}
