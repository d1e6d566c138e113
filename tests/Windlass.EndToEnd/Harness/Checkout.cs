namespace Windlass.EndToEnd.Harness;

/// <summary>Where things are: the sources these tests were built from, and the operator built beside them.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Lab => Path.Combine(Root, "tests", "lab", "lab");

    public static string Load => Path.Combine(Root, "tests", "lab", "load");

    public static string Windlass => Path.Combine(AppContext.BaseDirectory, "windlass");

    private static string Find(string folder)
    {
        while (!File.Exists(Path.Combine(folder, "Windlass.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Windlass.slnx is in no folder above the tests");
        }

        return folder;
    }
}
