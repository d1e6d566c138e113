using System.Text.Json.Nodes;
using Windlass.EndToEnd.Harness;

namespace Windlass.EndToEnd.Images;

/// <summary>
/// What `make image` builds, read and unpacked as a container runtime would. Built once for all classes that use it; parts that have not changed are taken
/// from before.
/// </summary>
public sealed class ContainerImage : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Why no container can run on this machine; null when one can.</summary>
    internal static string? Absence { get; } = FindAbsence();

    internal static string Build { get; } = Path.Combine(Checkout.Root, "operator", "Windlass.Operator", "image", "build");

    private static readonly Lazy<Task<CommandResult>> Built = new(() => Command.RunAsync(Build, []));

    /// <summary>Where builds leave what they made.</summary>
    internal static string Output { get; } = Path.Combine(Checkout.Root, "artifacts", "image");

    internal static string Archive { get; } = Path.Combine(Output, "windlass.oci.tar");

    /// <summary>The OCI layout.</summary>
    internal string Layout => _folder["layout"];

    /// <summary>All layers over each other, with their owners.</summary>
    internal string Root => _folder["root"];

    internal JsonNode Index { get; private set; } = new JsonObject();

    internal JsonNode Manifest { get; private set; } = new JsonObject();

    internal JsonNode Config { get; private set; } = new JsonObject();

    public async ValueTask InitializeAsync()
    {
        if (Absence is not null)
        {
            return;
        }

        (await Built.Value).Succeeded();
        Directory.CreateDirectory(Layout);
        Directory.CreateDirectory(Root);
        (await Command.RunAsync("tar", ["-x", "-C", Layout, "-f", Archive])).Succeeded();
        Index = await ReadAsync("index.json");
        Manifest = await BlobAsync(Index["manifests"]![0]!);
        Config = await BlobAsync(Manifest["config"]!);
        foreach (var layer in Manifest["layers"]!.AsArray())
        {
            (await Command.RunAsync("tar", ["-x", "-z", "-p", "--same-owner", "-C", Root, "-f", PathOf(layer!)])).Succeeded();
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static void SkipIfAbsent() => Assert.SkipWhen(Absence is not null, Absence ?? "");

    /// <summary>The file of a descriptor.</summary>
    internal string PathOf(JsonNode descriptor) => Path.Combine(Layout, "blobs", "sha256", descriptor["digest"]!.GetValue<string>()["sha256:".Length..]);

    internal async Task<JsonNode> ReadAsync(string name) => JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Layout, name)))!;

    private async Task<JsonNode> BlobAsync(JsonNode descriptor) => JsonNode.Parse(await File.ReadAllTextAsync(PathOf(descriptor)))!;

    private static string? FindAbsence()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return "containers need root here";
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        return folders.Any(folder => File.Exists(Path.Combine(folder, "crun"))) ? null : "not installed: crun (tests/lab/setup installs it)";
    }
}
