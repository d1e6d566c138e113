using System.Collections.Immutable;
using System.CommandLine;
using Windlass.Core.Api;
using Windlass.Core.Api.Releases;
using Windlass.Nodes;
using Windlass.Operator.NodePolicies;
using Windlass.Operator.Previewing;

namespace Windlass.Operator.Commands;

/// <summary><c>windlass node-policy</c>: what a node's administrator installs so that windlass can do its work there, and nothing else.</summary>
internal static class NodePolicyCommand
{
    public static Command Create() => new(
        "node-policy",
        "Print what lets windlass do its work on a node without a root shell: install it there, then set spec.ssh.access of the ClusterNode to Wrapper. config/nodes/README.md tells how.")
    {
        Wrapper(),
        AllowListOf(),
        Sudoers(),
        AuthorizedKeys(),
    };

    private static Command Wrapper()
    {
        var command = new Command("wrapper", $"The program for {NodeWrapper.Path} (owner root, mode 755): it has this release's scripts in itself and takes data only.");
        var release = new Option<bool>("--release") { Description = $"Print only what tells this release from others, the name for {NodeWrapper.Path}.d/." };
        command.Add(release);
        command.SetAction(result => Print(result, result.GetValue(release) ? NodeWrapper.Release + "\n" : NodeWrapper.Text));
        return command;
    }

    private static Command AllowListOf()
    {
        var files = new Option<string[]>("--filename", "-f") { Description = "Manifests of nodes, releases and upgrades: a file, a folder, or - for standard input. Repeat it as needed.", HelpName = "file" };
        var space = new Option<string>("--namespace", "-n") { Description = "Namespace of the objects; those that name none belong to it.", DefaultValueFactory = _ => "default" };
        var node = new Option<string?>("--node") { Description = "Only what this ClusterNode needs, by its roles and its HAProxy; default: one list that fits all." };
        var command = new Command("allow-list", $"The file {NodeWrapper.PolicyPath}: APT source, packages, units, commands, sockets, as releases and upgrades want them.") { files, space, node };
        command.SetAction(result => WriteList(result, [.. result.GetValue(files) ?? []], result.GetRequiredValue(space), result.GetValue(node)));
        return command;
    }

    private static int WriteList(ParseResult result, ImmutableArray<string> files, string space, string? name)
    {
        if (files.IsEmpty)
        {
            return Failure.Report("say what there is: -f FILE with ClusterNodes and ClusterReleases, and the ClusterUpgrade where it has gates, reboots or autoremove", ExitCodes.BadInput);
        }

        var objects = ManifestObjects.Read(new ManifestSource { Files = files, Namespace = space });
        if (!objects.Problems.IsEmpty)
        {
            return Failure.Report(string.Join("\nwindlass: ", objects.Problems), ExitCodes.BadInput);
        }

        var (nodes, upgrades) = (objects.Typed(WindlassJson.Default.ClusterNode), objects.Typed(WindlassJson.Default.ClusterUpgrade));
        var targets = upgrades.Select(upgrade => upgrade.Spec.TargetRelease).ToImmutableHashSet();
        ImmutableArray<ClusterRelease> releases = [.. objects.Typed(WindlassJson.Default.ClusterRelease).Where(release => targets.IsEmpty || targets.Contains(release.Metadata.Name))];
        var meant = nodes.Where(node => name is null || node.Metadata.Name == name).ToImmutableArray();
        return releases.IsEmpty ? Failure.Report(targets.IsEmpty ? $"there is no ClusterRelease of namespace {space} in the files" : $"the files lack the ClusterRelease {string.Join(", ", targets)}", ExitCodes.BadInput)
            : meant.IsEmpty ? Failure.Report(name is null ? $"there is no ClusterNode of namespace {space} in the files" : $"there is no ClusterNode {name} in the files", ExitCodes.BadInput)
            : Print(result, AllowList.Text(releases, upgrades, meant));
    }

    private static Command Sudoers()
    {
        var account = Account();
        var command = new Command("sudoers", "The file for /etc/sudoers.d (owner root, mode 440): the account may run the wrapper as root, and nothing else.") { account };
        command.SetAction(result => WithAccount(result, account, name => name == "root"
            ? Failure.Report("root needs no sudo: use `windlass node-policy authorized-keys --user root`", ExitCodes.BadInput)
            : Print(result, LoginRules.Sudoers(name))));
        return command;
    }

    private static Command AuthorizedKeys()
    {
        var account = Account();
        var key = new Option<string?>("--key") { Description = "Public key of the operator (.pub).", HelpName = "file" };
        var from = new Option<string?>("--from") { Description = "Addresses that the key is accepted from, as sshd writes them: 10.0.0.0/24,10.0.1.5; default: any.", HelpName = "addresses" };
        var command = new Command("authorized-keys", "The line for the account's authorized_keys: a forced command, no shell, no sftp, no forwarding.") { account, key, from };
        command.SetAction(result => WithAccount(result, account, name => WriteKey(result, name, result.GetValue(key), result.GetValue(from))));
        return command;
    }

    private static int WriteKey(ParseResult result, string account, string? file, string? from)
    {
        if (file is null || (from is not null && !LoginRules.IsAddressList(from)))
        {
            return Failure.Report(file is null ? "say whose key it is: --key FILE.pub" : $"--from {from}: addresses and networks, separated by commas", ExitCodes.BadInput);
        }

        return TextFile.Read(file) switch
        {
            FileReading.Unreadable unreadable => Failure.Report(unreadable.Message, ExitCodes.BadInput),
            FileReading.Read { Text: var text } when LoginRules.IsPublicKey(text.Trim()) => Print(result, LoginRules.AuthorizedKey(account, text.Trim(), from)),
            _ => Failure.Report($"{file}: not one public key as ssh-keygen writes it to a .pub file", ExitCodes.BadInput),
        };
    }

    private static int WithAccount(ParseResult result, Option<string> account, Func<string, int> then) =>
        result.GetRequiredValue(account) is var name && LoginRules.IsAccount(name) ? then(name) : Failure.Report($"--user {name}: not the name of an account", ExitCodes.BadInput);

    private static Option<string> Account() =>
        new("--user") { Description = "Account that windlass logs in as: spec.ssh.user of the ClusterNode.", DefaultValueFactory = _ => "windlass", HelpName = "account" };

    private static int Print(ParseResult result, string text)
    {
        result.InvocationConfiguration.Output.Write(text);
        return 0;
    }
}
