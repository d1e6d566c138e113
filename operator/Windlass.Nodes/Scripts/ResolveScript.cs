using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;

namespace Windlass.Nodes.Scripts;

/// <summary>The text that asks a node's APT about the target.</summary>
/// <param name="Data">Its data, in order.</param>
internal sealed record ResolveScript(ImmutableArray<ScriptDatum> Data)
{
    /// <summary>The value that is not usable as a name, or null when all are.</summary>
    public string? Offence => Data.FirstOrDefault(datum => !IsUsable(datum))?.Value;

    /// <summary>Lines that the node's allow-list must have for the run.</summary>
    public ImmutableArray<string> Wanted { get; init; } = [];

    /// <summary>The data of a question.</summary>
    public static ResolveScript Of(TargetQuestion question) => new(
    [
        .. SourceOf(question.Repository),
        .. question.WatchedSources.Select(source => new ScriptDatum("watch", source)),
        .. question.MigrationQuestions.Select(asked => new ScriptDatum("question", asked)),
        .. question.Components.SelectMany(Of),
    ])
    {
        Wanted = question.Wanted,
    };

    /// <summary>What <c>lib/target.sh</c> wants of a source.</summary>
    public static IEnumerable<ScriptDatum> SourceOf(ReleaseRepository repository)
    {
        List<ScriptDatum> data = [new("file", repository.File), new("content", ScriptText.Encode(RepositoryDigest.FileText(repository.Content)))];
        if (repository.Keyring is { } keyring)
        {
            data.Add(new ScriptDatum("keyring", keyring.Name));
            data.Add(new ScriptDatum("key", ScriptText.Encode(keyring.Armored)));
        }

        data.AddRange(repository.Supersedes.Select(glob => new ScriptDatum("supersedes", glob)));
        return data;
    }

    /// <summary>A component and its packages.</summary>
    public static IEnumerable<ScriptDatum> Of(TargetQuestion.Component component) =>
    [
        new("component", component.Name),
        .. component.Packages.Select(name => new ScriptDatum("package", name)),
        .. component.NewPackages.Select(name => new ScriptDatum("new", name)),
    ];

    /// <summary>Composes the text.</summary>
    /// <param name="nonce">Marks the answer's own lines.</param>
    public string Compose(string nonce) => Program(nonce).ForShell;

    /// <inheritdoc cref="Compose"/>
    public NodeProgram Program(string nonce) =>
        new("resolve", ["lib/common.sh", "lib/keyring.sh", "lib/target.sh", "lib/debconf.sh", "resolve.sh"], nonce, Data) { Announced = [.. Wanted.Select(line => new ScriptDatum("may-run", ScriptText.Encode(line)))] };

    /// <summary>It may travel as it is.</summary>
    public static bool IsUsable(ScriptDatum datum) => datum.Key switch
    {
        "supersedes" => SafeWord.IsGlob(datum.Value),
        "question" => SafeWord.IsQuestion(datum.Value),
        "content" or "key" => datum.Value.Length > 0,
        _ => SafeWord.IsName(datum.Value),
    };
}
