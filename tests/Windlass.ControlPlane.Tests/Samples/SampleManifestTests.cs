using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

using Microsoft.Extensions.Logging.Abstractions;

using Windlass.ControlPlane.Tests.Storage;

namespace Windlass.ControlPlane.Tests.Samples;

/// <summary>What people copy from config/samples or apply from config/releases is accepted by the schemas of crds/, with no field unknown and no warning.</summary>
public sealed partial class SampleManifestTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root(AppContext.BaseDirectory), "config", "samples"), "*.yaml").Order(StringComparer.Ordinal),
        .. Directory.EnumerateFiles(Path.Combine(Root(AppContext.BaseDirectory), "config", "releases"), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
        Path.Combine(Root(AppContext.BaseDirectory), "tests", "lab", "manifests", "demo-upgrade.yaml"),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Sample_ApplyStrictly_IsAcceptedWithoutWarning(string file)
    {
        await using var server = await StartAsync();
        using var client = await ClientAsync(server);
        var documents = Separator().Split(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.NotEmpty(documents);
        foreach (var document in documents)
        {
            using var reply = await ApplyAsync(client, document);
            Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.False(reply.Headers.TryGetValues("Warning", out var warnings), string.Join("; ", warnings ?? []));
        }
    }

    [Theory]
    [InlineData("galera: {minSize: 3}", null)]
    [InlineData("command: {argv: [a]}, galera: {}", "each gate has exactly one of rabbitmqBacklog, galera, httpProbe and command")]
    [InlineData("intervalSeconds: 5", "each gate has exactly one of rabbitmqBacklog, galera, httpProbe and command")]
    [InlineData("httpProbe: {url: \"file:///etc/shadow\"}", "spec.gates[0].httpProbe.url")]
    public async Task Gate_Apply_IsOfOneKind(string kind, string? refusal)
    {
        await using var server = await StartAsync();
        using var client = await ClientAsync(server);

        using var reply = await ApplyAsync(
            client, $"apiVersion: windlass.dev/v1alpha1\nkind: ClusterUpgrade\nmetadata:\n  name: up\nspec: {{targetRelease: birch, gates: [{{name: g, onRoles: [sql], {kind}}}]}}\n");

        Assert.Equal(refusal is null, reply.IsSuccessStatusCode);
        Assert.Contains(refusal ?? "\"intervalSeconds\":15", await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private Task<ControlPlaneServer> StartAsync()
    {
        var definitions = Directory.EnumerateFiles(Path.Combine(Root(AppContext.BaseDirectory), "crds"), "*.yaml").Select(File.ReadAllText);
        return ControlPlaneServer.StartAsync(
            new ControlPlaneOptions { DataDirectory = _directory.Path, Definitions = [.. definitions] },
            TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
    }

    private static async Task<HttpResponseMessage> ApplyAsync(HttpClient client, string document)
    {
        using var body = new StringContent(document, Encoding.UTF8, "application/apply-patch+yaml");
        return await client.PatchAsync($"{PathOf(document)}?fieldManager=test&fieldValidation=Strict&dryRun=All", body, TestContext.Current.CancellationToken);
    }

    private static string PathOf(string document)
    {
        var name = Name().Match(document).Groups[1].Value;
        return Kind().Match(document).Groups[1].Value switch
        {
            "Secret" => $"/api/v1/namespaces/default/secrets/{name}",
            var kind => $"/apis/windlass.dev/v1alpha1/namespaces/default/{kind.ToLowerInvariant()}s/{name}",
        };
    }

    private async Task<HttpClient> ClientAsync(ControlPlaneServer server)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust };
        handler.SslOptions.CertificateChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(_directory.File("pki/ca.pem"));
        var token = (await File.ReadAllTextAsync(_directory.File("pki/admin.token"))).Trim();
        return new HttpClient(handler) { BaseAddress = server.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
    }

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "Windlass.slnx")) ? folder : Root(Path.GetDirectoryName(folder)!);

    [GeneratedRegex(@"^---\n", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^kind: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Kind();

    [GeneratedRegex(@"^  name: (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Name();
}
