using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

using Microsoft.Extensions.Logging.Abstractions;

using Windlass.ControlPlane.Security;
using Windlass.ControlPlane.Tests.Storage;
using Windlass.Testing;

namespace Windlass.ControlPlane.Tests.Security;

public sealed class RenewalTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task RunningServer_BeforeItsCertificatesEnd_RenewsThemAndTheKubeconfig()
    {
        var clock = new ManualTimeProvider();
        await using var server = await StartAsync(clock);
        var (seen, written) = (await PresentedAsync(server), await File.ReadAllTextAsync(server.KubeconfigPath, Cancellation));

        clock.Advance(TimeSpan.FromDays(300));
        Assert.Equal(seen.Thumbprint, (await PresentedAsync(server)).Thumbprint);
        clock.Advance(TimeSpan.FromDays(40));
        await Until.TrueAsync(() => File.ReadAllText(server.KubeconfigPath) != written, "the kubeconfig is written again");

        var renewed = await PresentedAsync(server);
        Assert.NotEqual(seen.Thumbprint, renewed.Thumbprint);
        Assert.True(renewed.NotAfter.ToUniversalTime() > clock.GetUtcNow().AddDays(300), $"renewed until {renewed.NotAfter:O}");
        Assert.Equal(renewed.Thumbprint, KeyedCertificate.Load(_directory.File("pki/server.pem"))!.Certificate.Thumbprint);
    }

    [Fact]
    public async Task RestartedServer_PresentsTheSameCertificate()
    {
        X509Certificate2 first;
        await using (var server = await StartAsync(TimeProvider.System))
            first = await PresentedAsync(server);
        await using var again = await StartAsync(TimeProvider.System);
        Assert.Equal(first.Thumbprint, (await PresentedAsync(again)).Thumbprint);
    }

    [Fact]
    public void OpenedAgain_ServerCertificateIsKeptWhileItServes()
    {
        var clock = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        var first = Open(clock).Server.Certificate.Thumbprint;
        Assert.Equal(first, Open(clock).Server.Certificate.Thumbprint);
        var named = Open(clock, "10.1.2.3", "plane.example.com").Server.Certificate;
        Assert.NotEqual(first, named.Thumbprint);
        Assert.True(named.MatchesHostname("plane.example.com") && named.MatchesHostname("10.1.2.3"));
        // It names more than is needed now, which harms nobody.
        Assert.Equal(named.Thumbprint, Open(clock).Server.Certificate.Thumbprint);
        clock.Advance(TimeSpan.FromDays(340));
        Assert.NotEqual(named.Thumbprint, Open(clock).Server.Certificate.Thumbprint);
    }

    [Fact]
    public void AuthorityMadeAnew_ServerCertificateIsToo()
    {
        var first = Open(TimeProvider.System).Server.Certificate.Thumbprint;
        File.Delete(_directory.File("pki/ca.pem"));
        Assert.NotEqual(first, Open(TimeProvider.System).Server.Certificate.Thumbprint);
    }

    [Fact]
    public async Task DirectoriesMadeByOthers_FilesInThemAreStillOurs()
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        const UnixFileMode Open = Owner | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(_directory.Path, Open);
        Directory.CreateDirectory(_directory.File("pki"), Open);
        await using var server = await StartAsync(TimeProvider.System);
        Assert.Equal(Open, File.GetUnixFileMode(_directory.Path));
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(_directory.File("pki")));
        string[] secrets = [.. Directory.GetFiles(_directory.Path, "store.db*"), .. Directory.GetFiles(_directory.File("pki")), server.KubeconfigPath];
        Assert.Contains(secrets, file => file.EndsWith("-wal", StringComparison.Ordinal));
        Assert.All(secrets, file => Assert.Equal(Owner, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task NoDirectory_IsMadeForItsOwnerOnly()
    {
        await using var server = await ControlPlaneServer.StartAsync(
            new ControlPlaneOptions { DataDirectory = _directory.File("a/b") }, TimeProvider.System, NullLoggerFactory.Instance, Cancellation);
        foreach (var made in (string[])["a", "a/b"])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_directory.File(made)));
    }

    public void Dispose() => _directory.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What a client that dials now is shown.</summary>
    private static async Task<X509Certificate2> PresentedAsync(ControlPlaneServer server)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port, Cancellation);
        await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync(server.Address.Host);
        return new X509Certificate2(tls.RemoteCertificate!);
    }

    private Credentials Open(TimeProvider time, params string[] names) => Credentials.Open(_directory.Path, names, time);

    private Task<ControlPlaneServer> StartAsync(TimeProvider time) => ControlPlaneServer.StartAsync(
        new ControlPlaneOptions { DataDirectory = _directory.Path }, time, NullLoggerFactory.Instance, Cancellation);
}
