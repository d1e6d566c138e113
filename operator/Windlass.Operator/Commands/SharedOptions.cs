using System.CommandLine;
using System.Net;

namespace Windlass.Operator.Commands;

/// <summary>Options that every verb that runs the operator has.</summary>
internal sealed class SharedOptions
{
    private readonly Option<string?> _sshConfig = new("--ssh-config")
    {
        Description = "ssh_config file of the site (jump hosts, ciphers, a ProxyCommand); it cannot weaken host key checking.",
    };

    private readonly Option<string> _runtime = new("--runtime-dir")
    {
        Description = "Private folder for SSH sockets and keys; at most 60 characters.",
        DefaultValueFactory = _ => "/run/windlass",
    };

    private readonly Option<IPEndPoint> _monitoring = EndPointOption.Create(
        "--monitoring", "Where /metrics, /healthz and /readyz answer; port 0 takes a free one. They tell names of nodes: guard it.", "127.0.0.1:7480");

    public void AddTo(Command command)
    {
        command.Add(_sshConfig);
        command.Add(_runtime);
        command.Add(_monitoring);
    }

    public SharedSettings Read(ParseResult result) => new(
        result.GetValue(_sshConfig), result.GetRequiredValue(_runtime), result.GetRequiredValue(_monitoring));
}
