using System.CommandLine;
using Windlass.Operator.Previewing;

namespace Windlass.Operator.Commands;

/// <summary>Options of the verbs that look at real nodes without any control plane.</summary>
internal sealed class PreviewOptions
{
    private readonly Option<string[]> _files = new("--filename", "-f")
    {
        Description = "Manifests of the nodes, the releases and the upgrade: a file, a folder, or - for standard input. Repeat it as needed.", HelpName = "file",
    };

    private readonly Option<string?> _key = new("--ssh-key") { Description = "Private key that every node accepts; secretRef is not looked at.", HelpName = "file" };
    private readonly Option<string?> _config = new("--ssh-config") { Description = "ssh_config file of the site (jump hosts, ciphers, a ProxyCommand).", HelpName = "file" };
    private readonly Option<string> _space = new("--namespace", "-n") { Description = "Namespace of the objects; those that name none belong to it.", DefaultValueFactory = _ => "default" };
    private readonly Option<string?> _upgrade = new("--upgrade") { Description = "Name of the ClusterUpgrade, when the files have several." };
    private readonly Option<string> _format = new("--output", "-o") { Description = "text or json.", DefaultValueFactory = _ => "text" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_files, _key, _config, _space, _upgrade, _format])
        {
            command.Add(option);
        }
    }

    /// <summary>Reads them.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="problem">What is wrong with it; null: nothing.</param>
    /// <returns>Null when something is wrong.</returns>
    public PreviewSettings? Read(ParseResult result, out string? problem)
    {
        var (files, key) = (result.GetValue(_files) ?? [], result.GetValue(_key));
        problem = files.Length == 0 ? "say what there is: -f FILE with ClusterNodes, ClusterReleases and one ClusterUpgrade"
            : key is null ? "say with which key the nodes are reached: --ssh-key FILE"
            : result.GetValue(_format) is not ("text" or "json") ? "-o: text or json"
            : null;
        return problem is not null ? null : new PreviewSettings
        {
            Files = [.. files],
            Namespace = result.GetRequiredValue(_space),
            Upgrade = result.GetValue(_upgrade),
            KeyFile = key!,
            SshConfigFile = result.GetValue(_config),
        };
    }

    /// <summary>JSON is wanted.</summary>
    public bool IsJson(ParseResult result) => result.GetValue(_format) == "json";
}
