using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Windlass.EndToEnd.Harness;
using Windlass.EndToEnd.Images;
using Windlass.Testing.KubeServers;

namespace Windlass.EndToEnd;

/// <summary>The container image is by the specification, and works as a strict platform team would let it run. Needs no lab.</summary>
public sealed class ImageTests(ContainerImage image) : IClassFixture<ContainerImage>
{
    [Fact]
    public async Task Archive_EveryDescriptorFollowed_SizesAndDigestsAreThoseOfTheFiles()
    {
        ContainerImage.SkipIfAbsent();
        Assert.Equal("1.0.0", (await image.ReadAsync("oci-layout"))["imageLayoutVersion"]!.GetValue<string>());
        var layers = image.Manifest["layers"]!.AsArray();
        JsonNode[] descriptors = [image.Index["manifests"]![0]!, image.Manifest["config"]!, .. layers.Select(layer => layer!)];
        foreach (var descriptor in descriptors)
        {
            var bytes = await File.ReadAllBytesAsync(image.PathOf(descriptor));
            Assert.Equal(descriptor["size"]!.GetValue<long>(), bytes.Length);
            Assert.Equal(descriptor["digest"]!.GetValue<string>(), Digest(bytes));
        }

        var unpacked = layers.Select(layer => Digest(Unpacked(image.PathOf(layer!))));
        Assert.Equal(image.Config["rootfs"]!["diff_ids"]!.AsArray().Select(id => id!.GetValue<string>()), unpacked);
        Assert.Equal(descriptors.Select(image.PathOf).Order(), Directory.GetFiles(Path.Combine(image.Layout, "blobs", "sha256")).Order());
        Assert.Equal(image.Index["manifests"]![0]!["digest"]!.GetValue<string>(), (await File.ReadAllTextAsync(Path.Combine(ContainerImage.Output, "digest"))).Trim());
    }

    [Fact]
    public void Config_Read_RunsAsNobodyInParticularAndSaysWhatItIs()
    {
        ContainerImage.SkipIfAbsent();
        var settings = image.Config["config"]!;
        Assert.Equal("65532:65532", settings["User"]!.GetValue<string>());
        Assert.Equal("[\"/usr/bin/windlass\"]", settings["Entrypoint"]!.ToJsonString());
        Assert.Equal(("amd64", "linux"), (image.Config["architecture"]!.GetValue<string>(), image.Config["os"]!.GetValue<string>()));
        var labels = settings["Labels"]!;
        Assert.Matches("^[0-9a-f]{40}(-modified)?$", labels["org.opencontainers.image.revision"]!.GetValue<string>());
        Assert.Equal(image.Config["created"]!.GetValue<string>(), labels["org.opencontainers.image.created"]!.GetValue<string>());
    }

    [Fact]
    public async Task BuiltAgain_NothingChanged_SameBytes()
    {
        ContainerImage.SkipIfAbsent();
        var before = Digest(await File.ReadAllBytesAsync(ContainerImage.Archive));
        (await Command.RunAsync(ContainerImage.Build, [])).Succeeded();
        Assert.Equal(before, Digest(await File.ReadAllBytesAsync(ContainerImage.Archive)));
    }

    [Fact]
    public async Task Root_Searched_NothingGivesPrivilegesOrCanBeWritten()
    {
        ContainerImage.SkipIfAbsent();
        var found = (await Command.RunAsync("find", [image.Root, "-mindepth", "1", "(", "-perm", "/6000", "-o", "-perm", "/022", "!", "-type", "l", ")", "-printf", "%P %m\n"])).Succeeded();
        Assert.Equal(["tmp 1777"], found.Lines);
        found = (await Command.RunAsync("find", [image.Root, "-mindepth", "1", "(", "!", "-uid", "0", "-o", "!", "-gid", "0", ")", "-printf", "%P %U %G %m\n"])).Succeeded();
        Assert.Equal(["run/windlass 65532 65532 700"], found.Lines);
        Assert.Equal(["dash", "sh", "ssh", "ssh-keyscan", "windlass"], Directory.GetFileSystemEntries(Path.Combine(image.Root, "usr", "bin")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task EveryPackage_Listed_WithVersionAndLicence()
    {
        ContainerImage.SkipIfAbsent();
        var listed = (await File.ReadAllLinesAsync(Path.Combine(ContainerImage.Output, "packages.txt"))).Select(line => line.Split(' ')[0]).ToArray();
        Assert.Contains("openssh-client", listed);
        Assert.Equal(listed.Order(), Directory.GetFiles(Path.Combine(image.Root, "var", "lib", "dpkg", "status.d")).Select(Path.GetFileName).Order());
        Assert.All(listed, name => Assert.True(Path.Exists(Path.Combine(image.Root, "usr", "share", "doc", name, "copyright")), $"no licence of {name}"));
    }

    [Fact]
    public async Task Container_VersionAsked_Says()
    {
        ContainerImage.SkipIfAbsent();
        var (exit, log) = await Container.RunAsync(image, "version");
        Assert.Equal(0, exit);
        Assert.StartsWith("windlass ", log, StringComparison.Ordinal);
        Assert.Contains(image.Config["config"]!["Labels"]!["org.opencontainers.image.revision"]!.GetValue<string>(), log, StringComparison.Ordinal);
    }

    /// <summary>Maintenance windows name time zones; the invariant culture does not need them, dates do.</summary>
    [Fact]
    public void TimeZones_OfTheWorld_AreThere()
    {
        ContainerImage.SkipIfAbsent();
        Assert.All(["Europe/Berlin", "America/New_York", "Asia/Kolkata"], zone => Assert.True(File.Exists(Path.Combine(image.Root, "usr/share/zoneinfo", zone))));
    }

    [Fact]
    public async Task Container_OnRealApiServer_LeadsThenEndsWell()
    {
        ContainerImage.SkipIfAbsent();
        var missing = KubeAssets.Missing(ServerKind.KubetestApiserver);
        Assert.SkipWhen(missing is not null, missing ?? "");
        await using var server = await KubeServer.StartAsync(ServerKind.KubetestApiserver, "lab");
        using var kubectl = new Kubectl(server.KubeconfigPath);
        await kubectl.DefineAsync();
        using var config = new TemporaryFolder();
        File.Copy(server.KubeconfigPath, config["kubeconfig"]);
        (await Command.RunAsync("chown", ["-R", "65532:65532", config.Path])).Succeeded();
        var monitoring = OperatorProcess.FreePort();

        await using var container = await Container.StartAsync(
            image, ["operator", "--kubeconfig", config["kubeconfig"], "--lease-namespace", "lab", "--monitoring", monitoring], [config.Path]);
        using var http = new HttpClient();
        await Poll.UntilAsync("the operator is ready", () => IsReadyAsync(http, monitoring, container));
        await Poll.UntilAsync("it leads", async () => (await HolderAsync(kubectl)).Length > 0);
        var kernel = await KernelSaysAsync(monitoring);
        await container.StopAsync();

        Assert.Equal(0, container.ExitCode);
        Assert.Equal("", await HolderAsync(kubectl));
        Assert.Equal("65532 65532 65532 65532", kernel["Uid"]);
        Assert.Equal("1", kernel["NoNewPrivs"]);
        Assert.All(["CapEff", "CapPrm", "CapInh", "CapBnd", "CapAmb"], set => Assert.Equal(0UL, ulong.Parse(kernel[set], NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, string monitoring, Container container)
    {
        if (container.ExitCode is { } exit)
        {
            throw new InvalidOperationException($"the container ended with {exit}: {container.Log}");
        }

        try
        {
            using var answer = await http.GetAsync(new Uri($"http://{monitoring}/readyz"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    }

    private static async Task<string> HolderAsync(Kubectl kubectl) =>
        (await kubectl.RunAsync("get", "lease", "windlass-operator", "-n", "lab", "--ignore-not-found", "-o", "jsonpath={.spec.holderIdentity}")).Succeeded().Output;

    /// <summary>/proc/PID/status of the operator that was started with this address.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> KernelSaysAsync(string monitoring)
    {
        foreach (var folder in Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            var words = await TryReadAsync(Path.Combine(folder, "cmdline"));
            if (words.StartsWith("/usr/bin/windlass\0", StringComparison.Ordinal) && words.Contains(monitoring, StringComparison.Ordinal))
            {
                return (await TryReadAsync(Path.Combine(folder, "status"))).Split('\n').Select(line => line.Split(":", 2)).Where(pair => pair.Length == 2)
                    .ToDictionary(pair => pair[0], pair => pair[1].Trim().Replace('\t', ' '));
            }
        }

        throw new InvalidOperationException("the operator's process is not there");
    }

    private static async Task<string> TryReadAsync(string path)
    {
        try
        {
            return await File.ReadAllTextAsync(path);
        }
        catch (IOException)
        {
            // The process has ended meanwhile.
            return "";
        }
    }

    private static string Digest(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Unpacked(string path)
    {
        using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        packed.CopyTo(bytes);
        return bytes.ToArray();
    }
}
