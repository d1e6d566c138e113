namespace Windlass.Operator.Commands;

/// <summary>How a command says that it cannot do what was asked.</summary>
internal static class Failure
{
    /// <summary>One line on standard error.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="exitCode">Exit status; returned.</param>
    public static int Report(string message, int exitCode = 1)
    {
        Console.Error.WriteLine($"windlass: {message}");
        return exitCode;
    }
}
