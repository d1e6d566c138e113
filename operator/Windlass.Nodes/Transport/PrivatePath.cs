using System.Text;

namespace Windlass.Nodes.Transport;

/// <summary>Folders and files that only our own account may read: they hold keys and sockets.</summary>
internal static class PrivatePath
{
    private const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the folder, mode 0700, and its parents.</summary>
    public static void CreateFolder(string path)
    {
        RefuseWindows();
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path, ReadWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Writes the file, mode 0600 from its first moment on.</summary>
    public static void WriteFile(string path, string text)
    {
        RefuseWindows();
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = ReadWrite;
        }

        using var stream = new FileStream(path, options);
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    private static void RefuseWindows()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Keys cannot be kept private by file mode here.");
        }
    }
}
