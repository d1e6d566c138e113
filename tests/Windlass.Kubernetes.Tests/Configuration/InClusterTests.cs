using Windlass.Kubernetes.Configuration;

namespace Windlass.Kubernetes.Tests.Configuration;

public sealed class InClusterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("windlass-incluster").FullName;

    [Fact]
    public void MountedFiles_Load_AreNamed()
    {
        File.WriteAllText(Path.Combine(folder, "token"), "t");
        File.WriteAllText(Path.Combine(folder, "namespace"), "region-1\n");

        var connection = Assert.IsType<ConnectionOutcome.Loaded>(InCluster.Load("fd00::1", "443", folder)).Connection;

        Assert.Equal("https://[fd00::1]/", connection.Server.ToString());
        Assert.Equal((Path.Combine(folder, "token"), "region-1"), (connection.TokenFile, connection.Namespace));
        Assert.Equal(new PemSource.InFile(Path.Combine(folder, "ca.crt")), connection.CertificateAuthority);
    }

    [Fact]
    public void NoPod_Load_SaysWhatToDo()
    {
        Assert.Contains("--kubeconfig", Assert.IsType<ConnectionOutcome.Invalid>(InCluster.Load(null, null, folder)).Message);
        Assert.Contains("automountServiceAccountToken", Assert.IsType<ConnectionOutcome.Invalid>(InCluster.Load("h", "1", folder)).Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
