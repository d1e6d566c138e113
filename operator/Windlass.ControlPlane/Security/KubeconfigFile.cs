using System.Text;

namespace Windlass.ControlPlane.Security;

/// <summary>The kubeconfig we write for people and for the operator. Only ever replaces a file that we wrote.</summary>
internal static class KubeconfigFile
{
    private const string Mark = "# Written by windlass; replaced at each start. Holds an administrator's key.";

    /// <exception cref="ControlPlaneUnavailableException">There is a file of somebody else at that path.</exception>
    public static void Write(string path, Uri address, string defaultNamespace, Credentials credentials)
    {
        if (File.Exists(path) && new FileInfo(path).Length > 0 && !File.ReadAllText(path).StartsWith(Mark, StringComparison.Ordinal))
            throw new ControlPlaneUnavailableException($"{path} is a kubeconfig that windlass did not write; it is left alone. Choose another path.");
        PrivateFile.Write(path, $$"""
            {{Mark}}
            apiVersion: v1
            kind: Config
            current-context: windlass
            clusters:
            - name: windlass
              cluster:
                server: {{address.GetLeftPart(UriPartial.Authority)}}
                certificate-authority-data: {{Base64(credentials.Authority.CertificatePem)}}
            contexts:
            - name: windlass
              context:
                cluster: windlass
                user: windlass-admin
                namespace: {{defaultNamespace}}
            users:
            - name: windlass-admin
              user:
                client-certificate-data: {{Base64(credentials.Client.CertificatePem)}}
                client-key-data: {{Base64(credentials.Client.KeyPem)}}

            """);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
