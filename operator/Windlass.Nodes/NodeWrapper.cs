using System.Security.Cryptography;
using System.Text;
using Windlass.Nodes.Scripts;

namespace Windlass.Nodes;

/// <summary>
/// <c>windlass-node</c>: the one program that a node's account may run when it may not have a shell. It has this release's scripts in
/// itself and takes data only. Printed from what is built in here, so it always fits the operator that printed it.
/// </summary>
public static class NodeWrapper
{
    /// <summary>Where it is on a node.</summary>
    public const string Path = "/usr/lib/windlass/windlass-node";

    /// <summary>Where a node keeps what it allows.</summary>
    public const string PolicyPath = "/etc/windlass/node-policy";

    private const string PartEnd = "WINDLASS-PART";

    private static readonly string[] Code = ["lib/common.sh", "lib/journal.sh", "node/words.sh", "node/policy.sh", "node/haproxy.sh", "node/main.sh"];

    private static readonly Lazy<(string Text, string Release)> Built = new(Build);

    /// <summary>Its whole text.</summary>
    public static string Text => Built.Value.Text;

    /// <summary>Tells one release of it from any other: SHA-256, in lower-case hex, of the text with zeros in this place.</summary>
    public static string Release => Built.Value.Release;

    private static (string Text, string Release) Build()
    {
        var blank = Compose(new string('0', 64));
        var release = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(blank)));
        return (Compose(release), release);
    }

    private static string Compose(string release)
    {
        var text = new StringBuilder("#!/bin/sh\n# windlass-node: takes windlass's orders on this node, and nothing else. Written by `windlass node-policy wrapper`.\n");
        foreach (var resource in Code)
        {
            text.Append(ScriptResource.Read(resource));
        }

        text.Append("release=").Append(release).Append("\n\n# The scripts of this release.\npart() {\ncase $1 in\n");
        foreach (var resource in ScriptResource.All.Where(path => !path.StartsWith("node/", StringComparison.Ordinal)))
        {
            text.Append(resource).Append(") cat <<'").Append(PartEnd).Append("'\n").Append(ScriptResource.Read(resource)).Append(PartEnd).Append("\n;;\n");
        }

        // On the last line: a file that was cut off does nothing.
        return text.Append("esac\n}\n\nwindlass_node \"$@\"\n").ToString();
    }
}
