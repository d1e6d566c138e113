namespace Windlass.Core.Tests;

/// <summary>Finds the checkout that the tests run from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Windlass.slnx")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
