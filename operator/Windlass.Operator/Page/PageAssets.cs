using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Windlass.Operator.Page;

/// <summary>The page's own files: HTML, style and scripts, out of the program itself.</summary>
internal static class PageAssets
{
    private const string Prefix = "page/";

    /// <summary>In the order in which the page loads them.</summary>
    public static ImmutableArray<string> Scripts { get; } = ["format.js", "store.js", "gantt.js", "paint.js", "grid.js", "detail.js", "view.js", "live.js"];

    private static readonly FrozenDictionary<string, (string Type, byte[] Bytes)> Files =
        ((string[])["index.html", "page.css", "icon.svg", .. Scripts]).ToFrozenDictionary(name => name, name => (TypeOf(name), Read(name)), StringComparer.Ordinal);

    /// <summary>A file by the path asked for; null: there is none.</summary>
    public static (string Type, byte[] Bytes)? Find(string path) =>
        Files.TryGetValue(path is "/" ? "index.html" : path.TrimStart('/'), out var file) ? file : null;

    /// <summary>A file's text.</summary>
    public static string Text(string name) => System.Text.Encoding.UTF8.GetString(Files[name].Bytes);

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    };

    private static byte[] Read(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new InvalidOperationException($"the page's file {name} is not in the program");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
