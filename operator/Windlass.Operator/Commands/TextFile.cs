namespace Windlass.Operator.Commands;

/// <summary>Files that people name on the command line; "-" is standard input.</summary>
internal static class TextFile
{
    /// <summary>Far beyond any inventory or manifest: a wrong file must not eat the memory.</summary>
    private const long Largest = 64L << 20;

    public static FileReading Read(string path)
    {
        try
        {
            if (path == "-")
            {
                return new FileReading.Read(Console.In.ReadToEnd());
            }

            return new FileInfo(path) is { Exists: true, Length: > Largest }
                ? new FileReading.Unreadable($"{path}: larger than {Largest >> 20} MiB; is it the right file?")
                : new FileReading.Read(File.ReadAllText(path));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new FileReading.Unreadable($"{path} cannot be read: {refused.Message}");
        }
    }

    /// <summary>Writes a whole file.</summary>
    /// <returns>Why it could not be written; null: it was.</returns>
    public static string? Write(string path, string text)
    {
        try
        {
            File.WriteAllText(path, text);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return $"{path} cannot be written: {refused.Message}";
        }
    }
}
