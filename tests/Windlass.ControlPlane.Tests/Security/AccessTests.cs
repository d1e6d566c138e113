using System.Security.Cryptography.X509Certificates;

using Windlass.ControlPlane.Security;
using Windlass.ControlPlane.Tests.Serving;
using Windlass.ControlPlane.Tests.Storage;

namespace Windlass.ControlPlane.Tests.Security;

public sealed class AccessTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Nobody_SeesHealthAndVersionOnly()
    {
        using var client = server.NewClient();
        foreach (var path in (string[])["/healthz", "/readyz", "/livez", "/version"])
            Assert.Equal(200, (int)(await client.GetAsync(path)).StatusCode);
        foreach (var path in (string[])["/api", "/apis", "/openapi/v3", "/api/v1/namespaces", ServerFixture.Widgets, "/nowhere"])
            Assert.Equal(401, (int)(await client.GetAsync(path)).StatusCode);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer wrong");
        Assert.Equal(401, (int)(await client.GetAsync("/api/v1/namespaces")).StatusCode);
    }

    [Fact]
    public async Task CertificateOfTheKubeconfig_IsTheAdministrator()
    {
        using var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(server.DataDirectory, "pki/admin.pem"));
        using var client = server.NewClient(certificate);
        using var body = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var reply = await client.PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", body);
        Assert.Contains("\"username\":\"windlass-admin\"", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CertificateOfAnotherAuthority_IsNobody()
    {
        using var elsewhere = new TemporaryDirectory();
        var stranger = Credentials.Open(elsewhere.Path, [], TimeProvider.System).Client.Certificate;
        using var client = server.NewClient(stranger);
        Assert.Equal(401, (int)(await client.GetAsync("/api/v1/namespaces")).StatusCode);
    }

    [Fact]
    public void OurServerCertificate_IsNoClientCertificate()
    {
        using var directory = new TemporaryDirectory();
        var credentials = Credentials.Open(directory.Path, [], TimeProvider.System);
        Assert.True(credentials.Authority.Vouches(credentials.Client.Certificate));
        Assert.False(credentials.Authority.Vouches(credentials.Server.Certificate));
    }

    [Fact]
    public void EveryKeyFile_IsItsOwnersAlone()
    {
        string[] files = [server.Server.KubeconfigPath, .. Directory.GetFiles(Path.Combine(server.DataDirectory, "pki")), Path.Combine(server.DataDirectory, "store.db")];
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void KubeconfigOfSomebodyElse_IsLeftAlone()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("config"), "apiVersion: v1\n");
        var credentials = Credentials.Open(directory.Path, [], TimeProvider.System);
        Assert.Throws<ControlPlaneUnavailableException>(() => KubeconfigFile.Write(directory.File("config"), new Uri("https://127.0.0.1:1"), "default", credentials));
        Assert.Equal("apiVersion: v1\n", File.ReadAllText(directory.File("config")));
    }

    [Fact]
    public void OpenedAgain_KeepsAuthorityTokenAndClient()
    {
        using var directory = new TemporaryDirectory();
        var first = Credentials.Open(directory.Path, [], TimeProvider.System);
        var second = Credentials.Open(directory.Path, [], TimeProvider.System);
        Assert.Equal(first.Authority.Certificate.Thumbprint, second.Authority.Certificate.Thumbprint);
        Assert.Equal((first.Token, first.Client.Certificate.Thumbprint), (second.Token, second.Client.Certificate.Thumbprint));
    }
}
