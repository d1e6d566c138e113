using CsCheck;
using Windlass.Kubernetes.Configuration;

namespace Windlass.Kubernetes.Tests.Configuration;

public sealed class KubeconfigTests : IDisposable
{
    private const string Whole =
        """
        apiVersion: v1
        kind: Config
        current-context: x
        clusters:
        - name: c
          cluster: {server: "https://[::1]:6443/prefix", certificate-authority: pki/ca.crt, tls-server-name: kubernetes, proxy-url: "socks5://p:1080"}
        users:
        - name: u
          user:
            client-certificate: /abs/u.crt
            client-certificate-data: aGVsbG8=
            client-key-data: a2V5
            token: t0ken
        contexts:
        - {name: x, context: {cluster: c, user: u, namespace: region-1}}
        - {name: y, context: {cluster: c}}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("windlass-kubeconfig").FullName;

    [Fact]
    public void WholeFile_Load_EveryFieldIsTaken()
    {
        var connection = Loaded(Write("config", Whole));

        Assert.Equal("https://[::1]:6443/prefix", connection.Server.ToString());
        Assert.Equal(new PemSource.InFile(Path.Combine(folder, "pki/ca.crt")), connection.CertificateAuthority);
        Assert.Equal("hello", Assert.IsType<PemSource.Inline>(connection.ClientCertificate).Pem.Reveal());
        Assert.Equal(("kubernetes", "t0ken", "region-1"), (connection.TlsServerName, connection.Token?.Reveal(), connection.Namespace));
        Assert.Equal("socks5://p:1080/", connection.ProxyUrl?.ToString());
        Assert.DoesNotContain("t0ken", connection.ToString());
    }

    [Fact]
    public void OtherContext_Load_HasNoUserAndDefaultNamespace()
    {
        var connection = Assert.IsType<ConnectionOutcome.Loaded>(Kubeconfig.Load(Write("config", Whole), "y")).Connection;

        Assert.Null(connection.Token);
        Assert.Equal("default", connection.Namespace);
    }

    [Fact]
    public void ListOfFiles_Load_FirstWinsAndPathsAreRelativeToTheirFile()
    {
        Directory.CreateDirectory(Path.Combine(folder, "two"));
        var one = Write("one", "current-context: x\nclusters: [{name: c, cluster: {server: \"https://first\", certificate-authority: ca}}]");
        var two = Write("two/config", Whole.Replace("client-certificate-data: aGVsbG8=", "x: y").Replace("client-key-data: a2V5", "client-key: u.key"));
        var connection = Loaded($"{one}:{folder}/missing:{two}");

        Assert.Equal("https://first/", connection.Server.ToString());
        Assert.Equal(new PemSource.InFile(Path.Combine(folder, "ca")), connection.CertificateAuthority);
        Assert.Equal(new PemSource.InFile(Path.Combine(folder, "two/u.key")), connection.ClientKey);
    }

    [Fact]
    public void ExecUser_Load_RelativeCommandAndClusterInfo()
    {
        var text = Whole.Replace("token: t0ken",
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./bin/login, args: [a, 'b c'], env: [{name: N, value: V}], provideClusterInfo: true}");
        var exec = Loaded(Write("config", text)).Exec!;

        Assert.Equal(Path.Combine(folder, "./bin/login"), exec.Command);
        Assert.Equal(["a", "b c"], exec.Arguments);
        Assert.Equal("V", exec.Environment["N"]);
        Assert.Contains("https://[::1]:6443/prefix", exec.ClusterInfo);
    }

    [Theory]
    [InlineData("current-context: x", "current-context: z", "has no context z")]
    [InlineData("current-context: x", "a: b", "has no current-context")]
    [InlineData("cluster: c, user: u", "cluster: d, user: u", "names the cluster 'd'")]
    [InlineData("cluster: c, user: u", "cluster: c, user: v", "names the user 'v'")]
    [InlineData("client-key-data: a2V5", "a: b", "only one of client-certificate and client-key")]
    [InlineData("aGVsbG8=", "'not base64!'", "client-certificate-data of u is not base64")]
    [InlineData("tls-server-name: kubernetes", "insecure-skip-tls-verify: true", "remove one")]
    [InlineData("https://[::1]:6443/prefix", "ftp://x", "no http(s) address")]
    [InlineData("socks5://p:1080", "gopher://x", "proxy-url")]
    [InlineData("token: t0ken", "exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}", "are known")]
    [InlineData("token: t0ken", "exec: {apiVersion: client.authentication.k8s.io/v1}", "has no command")]
    [InlineData("token: t0ken", "exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Always}", "terminal")]
    [InlineData("clusters:", "clusters: [", "line")]
    public void BrokenFile_Load_MessageNamesFileAndWhatToDo(string good, string bad, string expected)
    {
        var path = Write("config", Whole.Replace(good, bad));

        var invalid = Assert.IsType<ConnectionOutcome.Invalid>(Kubeconfig.Load(path));
        Assert.Contains(expected, invalid.Message);
        Assert.StartsWith(path, invalid.Message);
    }

    [Fact]
    public void NoFile_Load_SaysSo() =>
        Assert.Contains("no such kubeconfig file", Assert.IsType<ConnectionOutcome.Invalid>(Kubeconfig.Load(Path.Combine(folder, "none"))).Message);

    [Fact]
    public void FolderInsteadOfFile_Load_SaysSo() => Assert.IsType<ConnectionOutcome.Invalid>(Kubeconfig.Load(folder));

    // A stack overflow could not even be reported: nesting is bounded before it recurses.
    [Fact]
    public void DeepNesting_Parse_IsRefused()
    {
        Assert.IsType<ConnectionOutcome.Invalid>(Kubeconfig.Parse("f", new string('[', 200_000)));
        Assert.IsType<ConnectionOutcome.Invalid>(Kubeconfig.Parse("f", string.Concat(Enumerable.Repeat("- ", 50_000))));
        Assert.IsType<ConnectionOutcome.Invalid>(Kubeconfig.Parse("f", "a: &a {b: *a}\ncurrent-context: *a"));
    }

    [Fact]
    public void AnyText_Parse_NeverThrows() =>
        Gen.Char["\n\t -:[]{}&*#?|>!%@`'\",.abc019~\u0000\u0085\u00e9\ud800"].Array[0, 60]
            .Sample(text => Kubeconfig.Parse("f", new string(text)) is not null, iter: 3000, threads: 1);

    [Fact]
    public void AnyDamage_Parse_NeverThrows() =>
        Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Int[0, 40], Gen.Char["\n:[]{}&*'\"-|> x"].Array[0, 5])
            .Sample((at, length, put) => Kubeconfig.Parse("f", Whole[..at] + new string(put) + Whole[Math.Min(Whole.Length, at + length)..]) is not null, iter: 2000, threads: 1);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static ClusterConnection Loaded(string path)
    {
        var outcome = Kubeconfig.Load(path);
        return Assert.IsType<ConnectionOutcome.Loaded>(outcome).Connection;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
