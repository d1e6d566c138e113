using Windlass.Core.Api.Nodes;
using Windlass.Nodes.Transport;

namespace Windlass.Nodes.Tests;

/// <summary>The local node as an administrator sets it up for least privilege: by sudo rule, by forced command, and by root's own forced command.</summary>
/// <param name="local">The node.</param>
public sealed class ThroughTheWrapper(LocalNode local)
{
    private const string Policy = "/etc/windlass/node-policy";

    /// <summary>What sudo may do, as `windlass node-policy sudoers` prints it (a test of the operator compares).</summary>
    private const string Sudoers = """
        Cmnd_Alias WINDLASS_NODE = /usr/lib/windlass/windlass-node ""
        Defaults!WINDLASS_NODE env_reset, !setenv, !requiretty, env_keep = "SSH_CONNECTION SSH_ORIGINAL_COMMAND"
        sudoer ALL = (root) NOPASSWD: WINDLASS_NODE
        forced ALL = (root) NOPASSWD: WINDLASS_NODE

        """;

    public string PolicyFile => local.On(Policy);

    public string KeyFile => Path.Combine(local.Shared, "wrapped");

    public string Wrapper => local.On(NodeWrapper.Path);

    /// <summary>Wrapper, allow-list, sudo rules and keys; anew each time.</summary>
    public void Install(params string[] allowed)
    {
        _ = local.Address("any");
        Assert.SkipWhen(!File.Exists(local.On("/usr/bin/sudo.real")), "needs sudo");
        Directory.CreateDirectory(local.On("/etc/windlass"));
        Directory.CreateDirectory(local.On("/usr/lib/windlass"));
        Directory.CreateDirectory(local.On("/etc/sudoers.d"));
        File.WriteAllText(Wrapper, NodeWrapper.Text);
        File.SetUnixFileMode(Wrapper, (UnixFileMode)0b111_101_101);
        File.WriteAllLines(PolicyFile, allowed);
        File.WriteAllText(local.On("/etc/sudoers.d/windlass"), Sudoers);
        var key = File.Exists(KeyFile) ? File.ReadAllText(KeyFile + ".pub").Trim() : local.NewKey("wrapped");
        File.WriteAllText(local.On("/run/fake/keys/forced"), $"restrict,command=\"sudo -n -- {NodeWrapper.Path}\" {key}\n");
        File.WriteAllText(local.On("/run/fake/keys/root"), $"restrict,command=\"{NodeWrapper.Path}\" {key}\n");
    }

    /// <summary>The node's address for one of the ways in.</summary>
    /// <param name="account">sudoer (a shell of its own, sudo for the wrapper), forced (no shell; sudo), or root (no shell).</param>
    public NodeAddress Address(string account) => local.Address("wrapped-" + account, account) with
    {
        Access = NodeAccess.Wrapper,
        PrivateKey = account == "sudoer" ? local.Key : new PrivateKey(File.ReadAllText(KeyFile)),
    };

    /// <summary>What anybody with the key could try.</summary>
    internal Task<ChildResult> SshAsync(string account, string[] options, params string[] command) => ChildProcess.RunAsync(
        "ssh", [.. Options(account), "-p", $"{local.Port}", .. options, $"{account}@127.0.0.1", .. command], "", TimeSpan.FromSeconds(20), TimeProvider.System, default);

    /// <summary>scp and sftp know the same options, but for the port's.</summary>
    internal Task<ChildResult> CopyAsync(string program, string account, params string[] arguments) => ChildProcess.RunAsync(
        program, [.. Options(account), "-P", $"{local.Port}", .. arguments], "", TimeSpan.FromSeconds(20), TimeProvider.System, default);

    private string[] Options(string account) =>
    [
        "-F", "none", "-i", account == "sudoer" ? Path.Combine(local.Shared, "user") : KeyFile, "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR",
        "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
    ];
}
