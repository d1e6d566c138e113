namespace Windlass.Kubernetes.Configuration;

/// <summary>A cluster entry and a user entry to a connection.</summary>
internal static class KubeconfigConnection
{
    public static ConnectionOutcome Build(KubeconfigEntry cluster, KubeconfigEntry user, string? space)
    {
        if (Endpoint(cluster, out var problem) is not { } connection)
        {
            return new ConnectionOutcome.Invalid(problem);
        }

        var certificate = user.Pem("client-certificate", out problem);
        var key = problem.Length == 0 ? user.Pem("client-key", out problem) : null;
        if (problem.Length > 0)
        {
            return new ConnectionOutcome.Invalid(problem);
        }

        if (certificate is null != key is null)
        {
            return new ConnectionOutcome.Invalid(
                $"{user.File.Path}: user {user.Name} has only one of client-certificate and client-key; give both or neither");
        }

        ExecPlugin? exec = null;
        if (user.Body["exec"] is ConfigNode.Mapping)
        {
            exec = KubeconfigExec.Build(user, connection, out problem);
            if (exec is null)
            {
                return new ConnectionOutcome.Invalid(problem);
            }
        }

        return new ConnectionOutcome.Loaded(connection with
        {
            ClientCertificate = certificate,
            ClientKey = key,
            Token = user.Body.TextOf("token") is { } token ? new Secret(token) : null,
            TokenFile = user.Body.TextOf("tokenFile") is { } file ? user.Resolve(file) : null,
            Basic = user.Body.TextOf("username") is { } name ? new BasicLogin(name, new Secret(user.Body.TextOf("password") ?? "")) : null,
            Exec = exec,
            Namespace = space ?? "default",
        });
    }

    private static ClusterConnection? Endpoint(KubeconfigEntry cluster, out string problem)
    {
        var authority = cluster.Pem("certificate-authority", out problem);
        if (problem.Length > 0)
        {
            return null;
        }

        var address = cluster.Body.TextOf("server");
        if (Address(address) is not { Scheme: "http" or "https" } server)
        {
            problem = $"{cluster.File.Path}: cluster {cluster.Name} has the server '{address}', which is no http(s) address; correct it";
            return null;
        }

        var insecure = cluster.Body.IsTrue("insecure-skip-tls-verify");
        if (insecure && authority is not null)
        {
            problem = $"{cluster.File.Path}: cluster {cluster.Name} has both a certificate authority and insecure-skip-tls-verify; remove one";
            return null;
        }

        var proxyText = cluster.Body.TextOf("proxy-url");
        var proxy = Address(proxyText);
        if (proxyText is not null && proxy is not { Scheme: "http" or "https" or "socks5" })
        {
            problem = $"{cluster.File.Path}: cluster {cluster.Name} has the proxy-url '{proxyText}', which is no http, https or socks5 address; correct it";
            return null;
        }

        return new ClusterConnection
        {
            Server = server,
            CertificateAuthority = authority,
            TlsServerName = cluster.Body.TextOf("tls-server-name"),
            InsecureSkipTlsVerify = insecure,
            ProxyUrl = proxy,
        };
    }

    private static Uri? Address(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        // kubectl takes host:port for https://host:port.
        var full = text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text;
        return Uri.TryCreate(full, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri : null;
    }
}
