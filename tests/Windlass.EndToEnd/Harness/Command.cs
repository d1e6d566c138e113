using System.Diagnostics;

namespace Windlass.EndToEnd.Harness;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    /// <summary>Generous: a continuous-integration machine may be many times slower than a quiet one.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(15);

    /// <summary>Runs it; a program that is not done after <see cref="Deadline"/> is killed and an error.</summary>
    /// <param name="program">Name or path.</param>
    /// <param name="arguments">Words, never shell text.</param>
    /// <param name="input">Standard input; null means none.</param>
    /// <param name="environment">Added to ours.</param>
    public static async Task<CommandResult> RunAsync(
        string program, IEnumerable<string> arguments, string? input = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = new Process { StartInfo = Prepare(program, arguments, environment) };
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return new CommandResult(process.ExitCode, await output.WaitAsync(deadline.Token), await error.WaitAsync(deadline.Token));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)}: not done after {Deadline.TotalSeconds:0} s");
        }
    }

    /// <summary>How to start a program with all three streams in our hands.</summary>
    public static ProcessStartInfo Prepare(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
