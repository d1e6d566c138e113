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

    private readonly Option<EndPointOrOff> _page = EndPointOption.CreateOrOff(
        "--page", "Where the page that shows a run is served, to whoever has a bearer token of the API; off: nowhere. Plain HTTP: off this machine only behind something that encrypts.", "127.0.0.1:7481");

    private readonly Option<string[]> _pageHosts = new("--page-host")
    {
        Description = "Name under which browsers may ask for the page, besides localhost: of a proxy in front of it. May be given again.",
        HelpName = "name",
    };

    public void AddTo(Command command)
    {
        command.Add(_sshConfig);
        command.Add(_runtime);
        command.Add(_monitoring);
        command.Add(_page);
        command.Add(_pageHosts);
    }

    public SharedSettings Read(ParseResult result) => new(
        result.GetValue(_sshConfig), result.GetRequiredValue(_runtime), result.GetRequiredValue(_monitoring), result.GetRequiredValue(_page).EndPoint, [.. result.GetValue(_pageHosts) ?? []]);
}
