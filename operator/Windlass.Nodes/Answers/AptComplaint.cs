namespace Windlass.Nodes.Answers;

/// <summary>APT's own words about archives, for people.</summary>
internal static class AptComplaint
{
    private const string Fetch = "Failed to fetch ";

    /// <summary>What APT could not fetch is told by its host: the rest of a URL is long, and may hold a password.</summary>
    /// <param name="line">A line of APT, with or without <c>E:</c>.</param>
    public static string InWords(string line)
    {
        var text = line.StartsWith("E: ", StringComparison.Ordinal) ? line[3..] : line;
        if (!text.StartsWith(Fetch, StringComparison.Ordinal))
        {
            return $"APT cannot use its archives: {WithoutPassword(text.Trim())}";
        }

        var rest = text[Fetch.Length..].Trim();
        var blank = rest.IndexOf(' ', StringComparison.Ordinal);
        var (url, why) = blank < 0 ? (rest, "") : (rest[..blank], rest[blank..].Trim());
        return $"the archive at {Host(url)} cannot be read{(why.Length == 0 ? "" : $": {why}")}";
    }

    /// <summary>A URL that names an account becomes its host.</summary>
    public static string WithoutPassword(string text) =>
        string.Join(' ', text.Split(' ').Select(word => word.Contains("://", StringComparison.Ordinal) && word.Contains('@', StringComparison.Ordinal) ? Host(word) : word));

    /// <summary>Host and port; the text itself when it is no URL.</summary>
    private static string Host(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        if (start < 0)
        {
            return url;
        }

        var authority = url[(start + 3)..];
        var end = authority.IndexOf('/', StringComparison.Ordinal);
        authority = end < 0 ? authority : authority[..end];
        return authority[(authority.LastIndexOf('@') + 1)..];
    }
}
