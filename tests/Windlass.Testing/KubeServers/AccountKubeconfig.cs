namespace Windlass.Testing.KubeServers;

/// <summary>A kubeconfig with a token, and all else that is needed: it can be read where the server's folder cannot.</summary>
internal static class AccountKubeconfig
{
    /// <param name="path">Where to.</param>
    /// <param name="server">Address of the API server.</param>
    /// <param name="authority">Its certificate authority, a PEM file.</param>
    /// <param name="space">Namespace of the context.</param>
    /// <param name="token">What the user shows.</param>
    public static async Task WriteAsync(string path, Uri server, string authority, string space, string token, CancellationToken cancellation) => await File.WriteAllTextAsync(
        path,
        $$$"""
        apiVersion: v1
        kind: Config
        current-context: account
        contexts: [{name: account, context: {cluster: server, user: account, namespace: {{{space}}}}}]
        clusters: [{name: server, cluster: {server: "{{{server.GetLeftPart(UriPartial.Authority)}}}", certificate-authority-data: {{{Convert.ToBase64String(await File.ReadAllBytesAsync(authority, cancellation))}}}}}]
        users: [{name: account, user: {token: {{{token}}}}}]
        """,
        cancellation);
}
