using System.Diagnostics;

namespace Windlass.Testing.Charts;

/// <summary>How a program ended, and what it said.</summary>
/// <param name="ExitCode">0: well.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record ToolRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Standard output of a program that ended well.</summary>
    /// <exception cref="InvalidOperationException">It did not; with what it said.</exception>
    public string MustSucceed() => ExitCode == 0 ? Output : throw new InvalidOperationException($"exit status {ExitCode}: {Error}{Output}");

    /// <summary>Runs it to its end; kills it after ten minutes.</summary>
    /// <param name="program">Name or path.</param>
    /// <param name="arguments">Words.</param>
    /// <param name="input">Standard input.</param>
    /// <param name="environment">Added to ours.</param>
    public static async Task<ToolRun> RunAsync(
        string program, IEnumerable<string> arguments, string input = "", IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = SourceTree.Root,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new ToolRun(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)}: not done after {Longest.TotalMinutes:0} minutes");
        }
    }
}
