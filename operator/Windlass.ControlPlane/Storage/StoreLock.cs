namespace Windlass.ControlPlane.Storage;

/// <summary>Held while a store is open. Advisory flock(2): the kernel drops it with the process, so a crash leaves nothing to clean up.</summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    public static StoreLock Take(string directory)
    {
        var path = Path.Combine(directory, "store.lock");
        try
        {
            return new StoreLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception)
        {
            throw new ControlPlaneUnavailableException(
                $"The data directory {directory} is in use by another process. Stop that one first, or choose another directory.", exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
