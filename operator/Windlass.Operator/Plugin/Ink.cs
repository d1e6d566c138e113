namespace Windlass.Operator.Plugin;

/// <summary>Colours where a person can see them: on a terminal, unless NO_COLOR is set (no-color.org) or the terminal is dumb.</summary>
/// <param name="IsOn">Colours are wanted.</param>
internal readonly record struct Ink(bool IsOn)
{
    /// <summary>What standard output can show.</summary>
    public static Ink OfConsole() => new(
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb");

    /// <summary>All is well.</summary>
    public string Good(string text) => Paint(text, 32);

    /// <summary>Somebody is waited for.</summary>
    public string Wait(string text) => Paint(text, 33);

    /// <summary>A person is needed.</summary>
    public string Bad(string text) => Paint(text, 31);

    /// <summary>Of less weight.</summary>
    public string Dim(string text) => Paint(text, 2);

    /// <summary>What to read first.</summary>
    public string Strong(string text) => Paint(text, 1);

    private string Paint(string text, int code) => IsOn && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
