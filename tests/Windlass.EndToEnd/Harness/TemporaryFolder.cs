namespace Windlass.EndToEnd.Harness;

/// <summary>A folder of its own, gone with all that is in it. Its path is short: sockets live in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("wl").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
