using System.CommandLine;
using Windlass.Core.Api.Upgrades;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Commands.Plugin;

/// <summary>Who pauses, and which part.</summary>
internal sealed class PauseScope
{
    private readonly Option<string?> _node = new("--node") { Description = "This node only." };
    private readonly Option<string?> _role = new("--role") { Description = "The nodes of this role only." };
    private readonly Option<string> _requester = new("--requester")
    {
        Description = "Who asks; default: you.", DefaultValueFactory = _ => Environment.UserName is { Length: > 0 } name ? name : "somebody",
    };

    public void AddTo(Command command)
    {
        command.Add(_node);
        command.Add(_role);
        command.Add(_requester);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_node) is not null && result.GetValue(_role) is not null)
            {
                result.AddError("--node and --role do not go together: pause twice");
            }
        });
    }

    public PauseRequest Request(ParseResult result, string reason, DateTimeOffset? until) => new()
    {
        Requester = Key(result),
        Reason = reason,
        Role = result.GetValue(_role) ?? "",
        Node = result.GetValue(_node) ?? "",
        Until = until,
    };

    /// <summary>The requester of the entry that is meant.</summary>
    public string Key(ParseResult result) => PauseEdits.KeyOf(result.GetRequiredValue(_requester), result.GetValue(_role) ?? "", result.GetValue(_node) ?? "");
}
