using System.Text;

namespace Windlass.Kubernetes.Configuration;

/// <summary>One named entry, and the file it stands in.</summary>
internal sealed record KubeconfigEntry(KubeconfigFile File, string Name, ConfigNode Body)
{
    /// <summary>A path as this file means it: relative to its own folder.</summary>
    public string Resolve(string path) =>
        Path.IsPathRooted(path) ? path : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(File.Path)) ?? "/", path);

    /// <summary>PEM from <c>field-data</c> (base64, wins) or from the file named by <c>field</c>; null when neither is there.</summary>
    public PemSource? Pem(string field, out string problem)
    {
        problem = "";
        if (Body.TextOf(field + "-data") is { } data)
        {
            return Decode(data, field, out problem);
        }

        return Body.TextOf(field) is { } path ? new PemSource.InFile(Resolve(path)) : null;
    }

    private PemSource.Inline? Decode(string data, string field, out string problem)
    {
        problem = "";
        var bytes = new byte[data.Length];
        if (Convert.TryFromBase64String(data, bytes, out var length))
        {
            return new(new Secret(Encoding.UTF8.GetString(bytes, 0, length)));
        }

        problem = $"{File.Path}: {field}-data of {Name} is not base64; encode the PEM file with base64 -w0";
        return null;
    }
}
