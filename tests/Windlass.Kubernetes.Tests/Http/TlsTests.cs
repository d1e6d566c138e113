using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Configuration;
using Windlass.Kubernetes.Http;
using Windlass.Testing;

namespace Windlass.Kubernetes.Tests.Http;

/// <summary>The server's name is verified although its authority is a private one, which others are known to forget.</summary>
public sealed class TlsTests
{
    private readonly TestAuthority authority = new();
    private readonly ManualTimeProvider clock = new();

    [Fact]
    public async Task RightNameAndAuthority_Get_Works()
    {
        await using var server = await ServeAsync(authority.Server("127.0.0.1"));
        Assert.IsType<ApiFailure.NotFound>(await AskAsync(server.Connection with { CertificateAuthority = Inline(authority) }));
    }

    [Fact]
    public async Task OtherName_Get_IsRefusedWithRemoteName()
    {
        await using var server = await ServeAsync(authority.Server("some-kubelet"));
        var failure = Assert.IsType<ApiFailure.Unavailable>(await AskAsync(server.Connection with { CertificateAuthority = Inline(authority) }));
        Assert.Contains("RemoteCertificateNameMismatch", failure.Message);
    }

    [Fact]
    public async Task TlsServerName_Get_IsTheNameThatCounts()
    {
        await using var server = await ServeAsync(authority.Server("kubernetes.default.svc"));
        var connection = server.Connection with { CertificateAuthority = Inline(authority) };
        Assert.IsType<ApiFailure.NotFound>(await AskAsync(connection with { TlsServerName = "kubernetes.default.svc" }));
        Assert.IsType<ApiFailure.Unavailable>(await AskAsync(connection with { TlsServerName = "another.default.svc" }));
    }

    [Fact]
    public async Task OtherAuthority_Get_IsRefused()
    {
        await using var server = await ServeAsync(authority.Server("127.0.0.1"));
        var failure = Assert.IsType<ApiFailure.Unavailable>(await AskAsync(server.Connection with { CertificateAuthority = Inline(new TestAuthority()) }));
        Assert.Contains("TLS failed", failure.Message);
        Assert.IsType<ApiFailure.Unavailable>(await AskAsync(server.Connection));
    }

    [Fact]
    public async Task Insecure_Get_WorksWithAnyCertificate()
    {
        await using var server = await ServeAsync(new TestAuthority().Server("elsewhere"));
        Assert.IsType<ApiFailure.NotFound>(await AskAsync(server.Connection with { InsecureSkipTlsVerify = true }));
    }

    [Fact]
    public async Task ClientCertificate_Get_IsPresented()
    {
        string? seen = null;
        var options = new TestServerOptions
        {
            Certificate = Reloaded(authority.Server("127.0.0.1")),
            AskForClientCertificate = true,
            Before = context =>
            {
                seen = context.Connection.ClientCertificate?.Subject;
                return Task.FromResult(false);
            },
        };
        await using var server = await TestApiServer.StartAsync(new InMemoryCluster(clock), options);
        var client = authority.Client("alice");
        await AskAsync(server.Connection with
        {
            CertificateAuthority = Inline(authority),
            ClientCertificate = new PemSource.Inline(new Secret(client.ExportCertificatePem())),
            ClientKey = new PemSource.Inline(new Secret(client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem())),
        });

        Assert.Equal("CN=alice", seen);
    }

    [Fact]
    public async Task AuthorityRotated_NextRequest_UsesTheNewFile()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, new TestAuthority().Pem, TestContext.Current.CancellationToken);
            await using var server = await ServeAsync(authority.Server("127.0.0.1"));
            await using var api = Api(server.Connection with { CertificateAuthority = new PemSource.InFile(path) });
            Assert.IsType<ApiFailure.Unavailable>(await AskAsync(api));
            await File.WriteAllTextAsync(path, authority.Pem, TestContext.Current.CancellationToken);
            Assert.IsType<ApiFailure.NotFound>(await AskAsync(api));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task NoPemAtAll_Get_SaysSo()
    {
        await using var server = await ServeAsync(authority.Server("127.0.0.1"));
        var empty = new PemSource.Inline(new Secret("nothing"));
        Assert.Contains("certificate authority", (await AskAsync(server.Connection with { CertificateAuthority = empty }))?.Message);
    }

    private static PemSource.Inline Inline(TestAuthority from) => new(new Secret(from.Pem));

    private static HttpClusterApi Api(ClusterConnection connection) =>
        new(connection, TimeProvider.System, NullLogger<HttpClusterApi>.Instance, new ClientOptions { RequestTimeout = TimeSpan.FromSeconds(20) });

    private static async Task<ApiFailure?> AskAsync(ClusterConnection connection)
    {
        await using var api = Api(connection);
        return await AskAsync(api);
    }

    private static async Task<ApiFailure?> AskAsync(HttpClusterApi api) =>
        (await api.CreateAsync(Widget.Type, new Widget(), TestContext.Current.CancellationToken)).Failure
        ?? (await api.GetAsync(Widget.Type, new ResourceKey("ns", "none"), TestContext.Current.CancellationToken)).Failure;

    // Ephemeral keys are not accepted by every platform's TLS server.
    private static X509Certificate2 Reloaded(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);

    private Task<TestApiServer> ServeAsync(X509Certificate2 certificate) =>
        TestApiServer.StartAsync(new InMemoryCluster(clock), new TestServerOptions { Certificate = Reloaded(certificate) });
}
