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

    private readonly Option<string> _monitoring = new("--monitoring")
    {
        Description = "Address and port of /metrics, /healthz and /readyz; port 0 asks for a free one.",
        DefaultValueFactory = _ => "127.0.0.1:7480",
    };

    public void AddTo(Command command)
    {
        command.Add(_sshConfig);
        command.Add(_runtime);
        command.Add(_monitoring);
    }

    public SharedSettings Read(ParseResult result) => new(
        result.GetValue(_sshConfig), result.GetRequiredValue(_runtime), IPEndPoint.Parse(result.GetRequiredValue(_monitoring)));
}
