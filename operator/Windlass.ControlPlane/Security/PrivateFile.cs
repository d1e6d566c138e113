using System.Text;

namespace Windlass.ControlPlane.Security;

/// <summary>Files with keys in them: readable by their owner only from the first byte on, and replaced whole or not at all.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Write(string path, string content)
    {
        var full = Path.GetFullPath(path);
        var directory = Path.GetDirectoryName(full)!;
        CreateDirectory(directory);
        // In the same directory, so that the rename cannot cross file systems; a random name, so that two writers cannot meet.
        var temporary = Path.Combine(directory, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
        try
        {
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(Encoding.UTF8.GetBytes(content));
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Makes a directory (and what is missing above it) that only its owner can enter.</summary>
    public static void CreateDirectory(string path)
    {
        if (Directory.Exists(path))
            return;
        // One by one: the mode that the library takes is the last one's only.
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } above)
            CreateDirectory(above);
        Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>Closes a directory that is ours alone, however it came to be.</summary>
    public static void CloseDirectory(string path) => File.SetUnixFileMode(path, OwnerOnly | UnixFileMode.UserExecute);

    /// <summary>Makes an empty file if there is none, for a library that would make it readable by all.</summary>
    public static void Reserve(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
        using var file = new FileStream(path, options);
        File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
    }
}
