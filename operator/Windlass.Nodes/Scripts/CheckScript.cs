using System.Collections.Immutable;
using Windlass.Core.Observation;

namespace Windlass.Nodes.Scripts;

/// <summary>The text that runs the target's upgrade checks aside.</summary>
/// <param name="Data">Its data, in order.</param>
internal sealed record CheckScript(ImmutableArray<ScriptDatum> Data)
{
    /// <summary>The value that is not usable as a name, or null when all are.</summary>
    public string? Offence => Data.FirstOrDefault(datum => !IsUsable(datum))?.Value;

    /// <summary>The data of a question.</summary>
    public static CheckScript Of(UpgradeCheckQuestion question) =>
        new([.. ResolveScript.SourceOf(question.Repository), .. question.Components.SelectMany(Of)]);

    /// <summary>Composes the text.</summary>
    /// <param name="nonce">Marks the answer's own lines.</param>
    public string Compose(string nonce) => Program(nonce).ForShell;

    /// <inheritdoc cref="Compose"/>
    public NodeProgram Program(string nonce) => new("check", ["lib/common.sh", "lib/keyring.sh", "lib/target.sh", "check.sh"], nonce, Data);

    private static IEnumerable<ScriptDatum> Of(UpgradeCheckQuestion.Component component) =>
    [
        .. ResolveScript.Of(component.Asked),
        new("user", component.Check.User.Length == 0 ? "-" : component.Check.User),
        .. component.Check.Run.Select(argument => new ScriptDatum("argument", argument.Length == 0 ? "-" : ScriptText.Encode(argument))),
    ];

    private static bool IsUsable(ScriptDatum datum) => datum switch
    {
        { Key: "argument" } or { Key: "user", Value: "-" } => true,
        _ => ResolveScript.IsUsable(datum),
    };
}
