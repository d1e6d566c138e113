namespace Windlass.EndToEnd.Harness;

/// <summary>An account of a node that may run the wrapper and nothing else, set up as config/nodes/README.md tells.</summary>
internal static class LimitedAccount
{
    private const string Name = "windlass";

    /// <summary>What `windlass node-policy` prints.</summary>
    public static async Task<string> PolicyAsync(params string[] arguments) => (await Command.RunAsync(Checkout.Windlass, ["node-policy", .. arguments])).Succeeded().Output;

    /// <summary>Manifests of the lab's nodes, for this account.</summary>
    public static string Of(string nodes) => nodes.Replace("    user: root\n", $"    user: {Name}\n    access: Wrapper\n", StringComparison.Ordinal);

    /// <summary>Account, wrapper, allow-list, sudo rule and key; root's own key is taken away.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isForced">No shell for the account either: a forced command.</param>
    public static async Task SetUpAsync(string node, bool isForced)
    {
        var key = Path.Combine(LabFixture.Run, "id_ed25519.pub");
        await LabFixture.OnAsync(node, $"useradd --system --create-home --home-dir /var/lib/{Name}-login --shell /bin/sh {Name}; rm /root/.ssh/authorized_keys");
        await PutAsync(node, "/usr/lib/windlass/windlass-node", "755", await PolicyAsync("wrapper"));
        await PutAsync(node, "/etc/windlass/node-policy", "644", await PolicyAsync("allow-list", "-n", "lab", "-f", LabFixture.Manifest("nodes"), "-f", LabFixture.Manifest("releases"), "-f", LabFixture.Manifest("upgrade"), "--node", node));
        await PutAsync(node, "/etc/sudoers.d/windlass", "440", await PolicyAsync("sudoers", "--user", Name));
        await PutAsync(node, $"/var/lib/{Name}-login/.ssh/authorized_keys", "644", isForced
            ? await PolicyAsync("authorized-keys", "--user", Name, "--key", key, "--from", "10.77.0.0/24")
            : await File.ReadAllTextAsync(key));
        await LabFixture.OnAsync(node, "visudo -cq");
    }

    /// <summary>What anybody with the key could try.</summary>
    public static async Task<CommandResult> SshAsync(string node, string command, string? input = null) => await Command.RunAsync(
        "ssh",
        [
            "-F", Path.Combine(LabFixture.Run, "ssh_config"), "-i", Path.Combine(LabFixture.Run, "id_ed25519"), "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR",
            "-o", "StrictHostKeyChecking=yes", "-o", "UserKnownHostsFile=" + Path.Combine(LabFixture.Run, "known_hosts"), $"{Name}@{await AddressAsync(node)}", command,
        ],
        input);

    private static async Task<string> AddressAsync(string node) =>
        (await LabFixture.OnAsync(node, "ip -4 -o addr show scope global | awk '{ sub(/\\/.*/, \"\", $4); print $4 }'")).Split('\n').First(address => address != "10.77.0.10");

    private static async Task PutAsync(string node, string path, string mode, string text)
    {
        var folder = Path.GetDirectoryName(path)!;
        (await Command.RunAsync(Checkout.Lab, ["exec", node, "sh", "-c", $"mkdir -p {folder} && cat >{path} && chmod {mode} {path}"], text)).Succeeded();
    }
}
