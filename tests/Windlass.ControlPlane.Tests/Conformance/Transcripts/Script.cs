using System.Collections.Frozen;
using System.Collections.Immutable;

using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Transcripts;

/// <summary>
/// A list of commands as people type them, from Scripts/NAME.txt. By the first character of a line:
/// <c>#</c> a remark; <c>@</c> the real servers that ours is held to (1.20, 1.36); <c>+ NAME</c> a file, whose lines follow, indented by four;
/// <c>$</c> a command for /bin/sh, in a folder with these files; <c>&amp;</c> one that is left running; <c>= N</c> waits until that one has said N
/// lines, which are compared, and ends it.
/// </summary>
/// <param name="Name">Of the file, without .txt.</param>
/// <param name="References">Never empty.</param>
/// <param name="Lines">In order.</param>
internal sealed record Script(string Name, ImmutableArray<ServerKind> References, ImmutableArray<ScriptLine> Lines)
{
    private const string Prefix = "transcripts/";
    private const string Indent = "    ";

    /// <summary>All of them, by name.</summary>
    public static FrozenDictionary<string, Script> All { get; } = typeof(Script).Assembly.GetManifestResourceNames()
        .Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(resource => Parse(resource[Prefix.Length..^".txt".Length], Read(resource)))
        .ToFrozenDictionary(script => script.Name, StringComparer.Ordinal);

    /// <summary>Reads a script; throws when a line means nothing.</summary>
    public static Script Parse(string name, string text)
    {
        var references = ImmutableArray<ServerKind>.Empty;
        var lines = new List<ScriptLine>();
        foreach (var line in text.Split('\n').Where(line => line.Trim().Length > 0 && line[0] != '#'))
        {
            if (line.StartsWith(Indent, StringComparison.Ordinal) && lines[^1] is ScriptLine.WriteFile file)
                lines[^1] = file with { Content = $"{file.Content}{line[Indent.Length..]}\n" };
            else if (line[0] == '@')
                references = [.. line[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ServerOf)];
            else
                lines.Add(ParseLine(name, line));
        }

        return references.Length == 0 ? throw new FormatException($"{name}: no line begins with @") : new Script(name, references, [.. lines]);
    }

    private static ScriptLine ParseLine(string name, string line) => line[0] switch
    {
        '+' => new ScriptLine.WriteFile(line[1..].Trim(), ""),
        '$' => new ScriptLine.Run(line[1..].Trim()),
        '&' => new ScriptLine.Follow(line[1..].Trim()),
        '=' => new ScriptLine.Await(int.Parse(line[1..], System.Globalization.CultureInfo.InvariantCulture)),
        _ => throw new FormatException($"{name}: a line must begin with one of # @ + $ & = or four blanks: {line}"),
    };

    private static ServerKind ServerOf(string version) => version switch
    {
        "1.20" => ServerKind.KubeApiserver,
        "1.36" => ServerKind.KubetestApiserver,
        _ => throw new FormatException($"no reference server is {version}: 1.20 and 1.36 are"),
    };

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(Script).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
