namespace Windlass.Testing.Charts;

/// <summary>The sources that these tests were built from.</summary>
public static class SourceTree
{
    /// <summary>The folder with Windlass.slnx.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>A path in it.</summary>
    /// <param name="parts">From the root.</param>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(string folder)
    {
        while (!File.Exists(Path.Combine(folder, "Windlass.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Windlass.slnx is in no folder above the tests");
        return folder;
    }
}
