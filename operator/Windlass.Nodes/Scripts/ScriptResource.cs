using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace Windlass.Nodes.Scripts;

/// <summary>The shell texts that are built into this assembly, by their path below <c>scripts/</c>.</summary>
internal static class ScriptResource
{
    private static readonly ConcurrentDictionary<string, string> Texts = new();

    /// <summary>Paths of all of them.</summary>
    public static ImmutableArray<string> All { get; } =
        [.. typeof(ScriptResource).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sh", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>The text of one.</summary>
    public static string Read(string path) => Texts.GetOrAdd(path, static name =>
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new ArgumentException($"No script '{name}' is built in.", nameof(path));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });
}
