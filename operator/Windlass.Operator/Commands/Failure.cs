namespace Windlass.Operator.Commands;

/// <summary>How a command says that it cannot do what was asked.</summary>
internal static class Failure
{
    /// <summary>One line on standard error; exit status 1.</summary>
    public static int Report(string message)
    {
        Console.Error.WriteLine($"windlass: {message}");
        return 1;
    }
}
