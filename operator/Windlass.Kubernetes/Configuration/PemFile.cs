namespace Windlass.Kubernetes.Configuration;

/// <summary>Reads a <see cref="PemSource"/> as it is now.</summary>
internal static class PemFile
{
    public static PemText Read(PemSource source) => source switch
    {
        PemSource.Inline inline => new PemText.Read(inline.Pem.Reveal()),
        PemSource.InFile file => ReadFile(file.Path),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static PemText ReadFile(string path)
    {
        try
        {
            return new PemText.Read(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new PemText.Unreadable($"{path}: cannot be read ({e.Message})");
        }
    }
}
