using System.Diagnostics;

namespace Windlass.Core.Tests.Versions;

/// <summary>Asks dpkg itself, many pairs in one shell.</summary>
internal static class Dpkg
{
    private const string Script = """
        while read -r left right; do
          if dpkg --compare-versions "$left" lt "$right"; then echo -1
          elif dpkg --compare-versions "$left" eq "$right"; then echo 0
          elif dpkg --compare-versions "$left" gt "$right"; then echo 1
          else echo 9; fi
        done
        """;

    internal static bool IsInstalled { get; } = File.Exists("/usr/bin/dpkg");

    /// <summary>The sign of each pair's order; 9 when dpkg accepts no order at all.</summary>
    internal static int[] Compare(IReadOnlyList<(string Left, string Right)> pairs)
    {
        var start = new ProcessStartInfo("sh", ["-c", Script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var shell = Process.Start(start)!;
        var answers = shell.StandardOutput.ReadToEndAsync();
        var warnings = shell.StandardError.ReadToEndAsync();
        foreach (var (left, right) in pairs)
        {
            shell.StandardInput.WriteLine($"{left} {right}");
        }

        shell.StandardInput.Close();
        shell.WaitForExit();
        Assert.Equal("", warnings.Result);
        return [.. answers.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
    }
}
