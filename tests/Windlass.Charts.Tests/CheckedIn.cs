namespace Windlass.Charts.Tests;

/// <summary>Files that are made from others and checked in.</summary>
internal static class CheckedIn
{
    private static bool IsToBeWritten => Environment.GetEnvironmentVariable("WINDLASS_WRITE_CHART") == "1";

    /// <summary>Fails when the file is not what it should be; with WINDLASS_WRITE_CHART=1 it is written first.</summary>
    public static void AssertSame(string path, string expected)
    {
        if (IsToBeWritten)
        {
            File.WriteAllText(path, expected);
        }

        Assert.True(File.Exists(path), $"{path} is not there: make chart");
        Assert.Equal(expected, File.ReadAllText(path));
    }

    /// <summary>Fails when a folder has other files than it should; with WINDLASS_WRITE_CHART=1 the others go.</summary>
    public static void AssertOnly(string folder, IEnumerable<string> expected)
    {
        var others = Directory.GetFiles(folder).Select(Path.GetFileName).Except(expected).ToArray();
        if (IsToBeWritten)
        {
            foreach (var name in others)
            {
                File.Delete(Path.Combine(folder, name!));
            }

            return;
        }

        Assert.Empty(others);
    }
}
