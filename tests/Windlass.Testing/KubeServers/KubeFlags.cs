namespace Windlass.Testing.KubeServers;

/// <summary>Command lines: loopback only, nothing kept on disk for longer than the test, no controllers.</summary>
internal static class KubeFlags
{
    public static string[] OfEtcd(Uri clients, string data)
    {
        // Nobody is to join: a port of the system's choice that nobody is told.
        const string peers = "http://127.0.0.1:0";
        var address = clients.GetLeftPart(UriPartial.Authority);
        return
        [
            "--name=t", $"--data-dir={data}", $"--listen-client-urls={address}", $"--advertise-client-urls={address}", $"--listen-peer-urls={peers}",
            $"--initial-advertise-peer-urls={peers}", $"--initial-cluster=t={peers}", "--unsafe-no-fsync", "--log-level=warn",
        ];
    }

    /// <param name="kind">Which server.</param>
    /// <param name="store">Its etcd.</param>
    /// <param name="address">Where it is to listen.</param>
    /// <param name="directory">With our credentials in pki/, tokens.csv and audit.yaml.</param>
    public static string[] OfServer(ServerKind kind, Uri store, Uri address, string directory)
    {
        var keys = Path.Combine(directory, "pki", "server.pem");
        string[] common =
        [
            $"--etcd-servers={store.GetLeftPart(UriPartial.Authority)}", $"--bind-address={address.Host}", $"--secure-port={address.Port}",
            $"--tls-cert-file={keys}", $"--tls-private-key-file={keys}", $"--client-ca-file={Path.Combine(directory, "pki", "ca.pem")}",
            $"--token-auth-file={Path.Combine(directory, "tokens.csv")}", "--authorization-mode=RBAC", "--profiling=false", "--v=1",
            $"--audit-policy-file={Path.Combine(directory, "audit.yaml")}", $"--audit-log-path={Path.Combine(directory, "audit.log")}",
        ];
        // ServiceAccount: there is no controller that makes the tokens it waits for. The reconciler would refuse a loopback address.
        return kind == ServerKind.KubetestApiserver ? common :
        [
            .. common, $"--advertise-address={address.Host}", "--endpoint-reconciler-type=none", "--disable-admission-plugins=ServiceAccount",
            $"--service-account-key-file={keys}", $"--service-account-signing-key-file={keys}", "--service-account-issuer=https://kubernetes.default.svc",
            "--api-audiences=https://kubernetes.default.svc", "--service-cluster-ip-range=10.0.0.0/24",
        ];
    }
}
