namespace Windlass.Kubernetes.Configuration;

/// <summary>The connection every pod is given: environment for the address, files for token, authority and namespace.</summary>
public static class InCluster
{
    private const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Loads the connection of the pod this process runs in.</summary>
    public static ConnectionOutcome Load() => Load(
        Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST"),
        Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT"),
        Folder);

    internal static ConnectionOutcome Load(string? host, string? port, string folder)
    {
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port))
        {
            return new ConnectionOutcome.Invalid(
                "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set: this is no pod; name a kubeconfig file with --kubeconfig");
        }

        var token = Path.Combine(folder, "token");
        if (!File.Exists(token))
        {
            return new ConnectionOutcome.Invalid($"{token}: no service account token; set automountServiceAccountToken: true for this pod");
        }

        // An IPv6 address needs brackets in an address with a port.
        var name = host.Contains(':') && !host.StartsWith('[') ? $"[{host}]" : host;
        if (!Uri.TryCreate($"https://{name}:{port}", UriKind.Absolute, out var server))
        {
            return new ConnectionOutcome.Invalid($"KUBERNETES_SERVICE_HOST '{host}' and KUBERNETES_SERVICE_PORT '{port}' are no address");
        }

        return new ConnectionOutcome.Loaded(new ClusterConnection
        {
            Server = server,
            CertificateAuthority = new PemSource.InFile(Path.Combine(folder, "ca.crt")),
            TokenFile = token,
            Namespace = PodNamespace(Path.Combine(folder, "namespace")),
        });
    }

    private static string PodNamespace(string path) =>
        PemFile.Read(new PemSource.InFile(path)) is PemText.Read { Text: var text } && text.Trim() is { Length: > 0 } name ? name : "default";
}
