using System.Text;

namespace Windlass.Operator.Commands;

/// <summary>The name that the program was called by: a link's own, where the runtime only tells the file behind it.</summary>
internal static class CalledAs
{
    private const string CommandLineFile = "/proc/self/cmdline";

    /// <summary>Without folders; empty: it cannot be told.</summary>
    public static string FileName()
    {
        try
        {
            var bytes = File.ReadAllBytes(CommandLineFile);
            var end = Array.IndexOf(bytes, (byte)0);
            return Path.GetFileName(Encoding.UTF8.GetString(bytes, 0, end < 0 ? bytes.Length : end));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Without /proc there is one name only.
            return "";
        }
    }
}
