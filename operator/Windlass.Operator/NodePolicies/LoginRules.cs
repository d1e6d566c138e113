using System.Text.RegularExpressions;
using Windlass.Nodes;

namespace Windlass.Operator.NodePolicies;

/// <summary>Rules for sudo and sshd with which an account can run the wrapper and nothing else.</summary>
internal static partial class LoginRules
{
    /// <summary>An account that Debian would make, and that means nothing else to sudo.</summary>
    public static bool IsAccount(string name) => AccountPattern().IsMatch(name);

    /// <summary>What sshd takes for <c>from=</c>.</summary>
    public static bool IsAddressList(string text) => AddressPattern().IsMatch(text);

    /// <summary>One line of a <c>.pub</c> file.</summary>
    public static bool IsPublicKey(string line) => KeyPattern().IsMatch(line);

    /// <summary>A file for /etc/sudoers.d.</summary>
    /// <param name="account">The account.</param>
    public static string Sudoers(string account) => $"""
        # /etc/sudoers.d/windlass: owner root, mode 440. The account may run windlass-node as root, without arguments, and nothing else.
        Cmnd_Alias WINDLASS_NODE = {NodeWrapper.Path} ""
        # Kept for the node's audit log alone: where the order came from.
        Defaults!WINDLASS_NODE env_reset, !setenv, !requiretty, env_keep = "SSH_CONNECTION SSH_ORIGINAL_COMMAND"
        {account} ALL = (root) NOPASSWD: WINDLASS_NODE

        """;

    /// <summary>A line for the account's authorized_keys.</summary>
    /// <param name="account">The account; for another one than root the sudoers file is needed, too.</param>
    /// <param name="key">Public key.</param>
    /// <param name="from">Addresses that the key is accepted from; null: any.</param>
    public static string AuthorizedKey(string account, string key, string? from) =>
        $"restrict,{(from is null ? "" : $"from=\"{from}\",")}command=\"{(account == "root" ? "" : "sudo -n -- ")}{NodeWrapper.Path}\" {key}\n";

    [GeneratedRegex(@"\A[a-z_][a-z0-9_-]{0,31}\z")]
    private static partial Regex AccountPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9.:/*?!,_-]{1,500}\z")]
    private static partial Regex AddressPattern();

    [GeneratedRegex(@"\A[a-z0-9@.-]{3,64} [A-Za-z0-9+/]{16,8192}={0,3}( [^\p{Cc}]*)?\z")]
    private static partial Regex KeyPattern();
}
