using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Windlass.Operator.Importing;

/// <summary>Writes nodes as YAML that people go on editing: the same inventory gives the same text.</summary>
internal static partial class NodeManifests
{
    /// <param name="nodes">The nodes.</param>
    /// <param name="leftOut">Hosts that became none, each with the reason.</param>
    /// <param name="settings">What a person wants.</param>
    public static string Write(ImmutableArray<ImportedNode> nodes, ImmutableArray<string> leftOut, ImportSettings settings)
    {
        var text = new StringBuilder();
        text.Append("# ClusterNodes of ").Append(Comment(Path.GetFileName(settings.File))).Append(": ").Append(Counted(nodes)).Append('\n');
        text.Append("# Written by `windlass import`. Read it, then: kubectl apply -f FILE\n");
        text.Append("# The SSH key: kubectl create secret generic ").Append(settings.SshSecret).Append(" --type=kubernetes.io/ssh-auth --from-file=ssh-privatekey=KEYFILE\n");
        foreach (var reason in leftOut)
        {
            text.Append("# Left out: ").Append(Comment(reason)).Append('\n');
        }

        foreach (var node in nodes)
        {
            Write(text, node, settings);
        }

        return text.ToString();
    }

    private static string Counted(ImmutableArray<ImportedNode> nodes)
    {
        var roles = nodes.GroupBy(node => node.Roles[0]).OrderBy(role => role.Key, StringComparer.Ordinal).Select(role => $"{role.Count()} {role.Key}");
        return $"{nodes.Length} node{(nodes.Length == 1 ? "" : "s")} ({string.Join(", ", roles)})";
    }

    private static void Write(StringBuilder text, ImportedNode node, ImportSettings settings)
    {
        text.Append("---\n");
        foreach (var note in node.Notes)
        {
            text.Append("# ").Append(Comment(note)).Append('\n');
        }

        text.Append("apiVersion: windlass.dev/v1alpha1\nkind: ClusterNode\nmetadata:\n");
        Line(text, "  name", node.Name);
        if (settings.Namespace is { } space)
        {
            Line(text, "  namespace", space);
        }

        text.Append("  labels:\n");
        foreach (var role in node.Roles)
        {
            text.Append("    windlass.dev/role-").Append(role).Append(": \"\"\n");
        }

        text.Append("spec:\n");
        Line(text, "  address", node.Address);
        text.Append("  roles: [").AppendJoin(", ", node.Roles.Select(Scalar)).Append("]\n");
        if (node.FailureDomain.Length > 0)
        {
            Line(text, "  failureDomain", node.FailureDomain);
        }

        WriteSsh(text, node, settings);
        if (node.HasHAProxy)
        {
            text.Append("  haproxy:\n    socket: /run/haproxy/admin.sock  # needs level admin; check `stats socket` in haproxy.cfg\n");
        }
    }

    private static void WriteSsh(StringBuilder text, ImportedNode node, ImportSettings settings)
    {
        text.Append("  ssh:\n    port: ").Append(node.Port).Append('\n');
        Line(text, "    user", node.User);
        text.Append("    secretRef:\n");
        Line(text, "      name", settings.SshSecret);
        if (node.HostKeys.IsEmpty)
        {
            text.Append("    # Missing: hostKeys. Without one this node is refused. On the node: cut -d' ' -f1,2 /etc/ssh/ssh_host_ed25519_key.pub\n");
            text.Append("    # hostKeys: [\"ssh-ed25519 AAAA...\"]\n");
            return;
        }

        text.Append("    hostKeys:\n");
        foreach (var key in node.HostKeys)
        {
            text.Append("      - ").Append(key.Text).Append("  # ").Append(key.Fingerprint).Append('\n');
        }
    }

    private static void Line(StringBuilder text, string key, string value) => text.Append(key).Append(": ").Append(Scalar(value)).Append('\n');

    /// <summary>Plain where nobody could read it as anything but a text; JSON's quotes mean the same in YAML.</summary>
    private static string Scalar(string value) =>
        Plain().IsMatch(value) ? value : $"\"{JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static string Comment(string text) => string.Concat(text.Select(letter => letter is < ' ' or > '~' ? '?' : letter));

    /// <summary>Names with a letter and a dash or dot, dotted addresses, and words that YAML has no other use for.</summary>
    [GeneratedRegex(
        @"\A(?!(?:true|false|null|yes|no|on|off|y|n)\z)(?:[A-Za-z_][A-Za-z0-9_.-]*|[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+)\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Plain();
}
