using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;

namespace Windlass.Kubernetes.Configuration;

/// <summary>The <c>exec</c> part of a user entry.</summary>
internal static class KubeconfigExec
{
    private const string Prefix = "client.authentication.k8s.io/";

    public static ExecPlugin? Build(KubeconfigEntry user, ClusterConnection cluster, out string problem)
    {
        var exec = user.Body["exec"]!;
        var version = exec.TextOf("apiVersion");
        if (version is not (Prefix + "v1" or Prefix + "v1beta1"))
        {
            problem = $"{user.File.Path}: exec of user {user.Name} has the apiVersion '{version}'; {Prefix}v1 and {Prefix}v1beta1 are known";
            return null;
        }

        if (exec.TextOf("command") is not { } command)
        {
            problem = $"{user.File.Path}: exec of user {user.Name} has no command; name the program that prints credentials";
            return null;
        }

        if (exec.TextOf("interactiveMode") == "Always")
        {
            problem = $"{user.File.Path}: exec of user {user.Name} asks for a terminal (interactiveMode: Always), which a service has not; use another user";
            return null;
        }

        problem = "";
        return new ExecPlugin(
            version,
            command.Contains('/') ? user.Resolve(command) : command,
            [.. (exec["args"]?.Items ?? []).OfType<ConfigNode.Scalar>().Select(argument => argument.Text)],
            Variables(exec),
            exec.IsTrue("provideClusterInfo") ? ClusterInfo(cluster) : null,
            exec.TextOf("installHint") ?? "");
    }

    private static ImmutableDictionary<string, string> Variables(ConfigNode exec)
    {
        var variables = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var item in exec["env"]?.Items ?? [])
        {
            if (item.TextOf("name") is { } name && !name.Contains('='))
            {
                variables[name] = item.TextOf("value") ?? "";
            }
        }

        return variables.ToImmutable();
    }

    private static string ClusterInfo(ClusterConnection cluster)
    {
        var info = new JsonObject { ["server"] = cluster.Server.OriginalString };
        if (cluster.TlsServerName is { } name)
        {
            info["tls-server-name"] = name;
        }

        if (cluster.InsecureSkipTlsVerify)
        {
            info["insecure-skip-tls-verify"] = true;
        }

        if (cluster.ProxyUrl is { } proxy)
        {
            info["proxy-url"] = proxy.OriginalString;
        }

        if (cluster.CertificateAuthority is { } authority && PemFile.Read(authority) is PemText.Read pem)
        {
            info["certificate-authority-data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(pem.Text));
        }

        return info.ToJsonString();
    }
}
