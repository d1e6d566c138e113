namespace Windlass.Testing.KubeServers;

/// <summary>A kubeconfig with a token.</summary>
internal static class AccountKubeconfig
{
    /// <param name="path">Where to.</param>
    /// <param name="server">Address of the API server.</param>
    /// <param name="authority">Its certificate authority, a PEM file.</param>
    /// <param name="space">Namespace of the context.</param>
    /// <param name="token">What the user shows.</param>
    public static Task WriteAsync(string path, Uri server, string authority, string space, string token, CancellationToken cancellation) => File.WriteAllTextAsync(
        path,
        $$$"""
        apiVersion: v1
        kind: Config
        current-context: account
        contexts: [{name: account, context: {cluster: server, user: account, namespace: {{{space}}}}}]
        clusters: [{name: server, cluster: {server: "{{{server.GetLeftPart(UriPartial.Authority)}}}", certificate-authority: {{{authority}}}}}]
        users: [{name: account, user: {token: {{{token}}}}}]
        """,
        cancellation);
}
