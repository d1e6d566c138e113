namespace Windlass.Core.Tests.Planning;

/// <summary>Whole runs as text, kept beside the tests: a change of behaviour shows as a difference that people can read.</summary>
internal static class Golden
{
    /// <summary>Compares with the kept transcript; with WINDLASS_WRITE_GOLDEN=1 writes it instead.</summary>
    public static void Check(string name, string transcript)
    {
        var file = Path.Combine(Repository.Root, "tests", "Windlass.Core.Tests", "Planning", $"{name}.golden");
        if (Environment.GetEnvironmentVariable("WINDLASS_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(file, transcript);
        }

        Assert.True(File.Exists(file), $"{file} is missing: write it with WINDLASS_WRITE_GOLDEN=1");
        Assert.Equal(File.ReadAllText(file), transcript);
    }
}
