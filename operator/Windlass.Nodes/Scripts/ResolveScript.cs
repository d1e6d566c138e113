using System.Collections.Immutable;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;

namespace Windlass.Nodes.Scripts;

/// <summary>The text that asks a node's APT about the target.</summary>
/// <param name="Data">Its data, in order.</param>
internal sealed record ResolveScript(ImmutableArray<ScriptDatum> Data)
{
    /// <summary>The value that is not usable as a name, or null when all are.</summary>
    public string? Offence => Data.FirstOrDefault(datum => !IsUsable(datum))?.Value;

    /// <summary>The data of a question.</summary>
    public static ResolveScript Of(TargetQuestion question)
    {
        var repository = question.Repository;
        List<ScriptDatum> data = [new("file", repository.File), new("content", ScriptText.Encode(RepositoryDigest.FileText(repository.Content)))];
        if (repository.Keyring is { } keyring)
        {
            data.Add(new ScriptDatum("keyring", keyring.Name));
            data.Add(new ScriptDatum("key", ScriptText.Encode(keyring.Armored)));
        }

        data.AddRange(repository.Supersedes.Select(glob => new ScriptDatum("supersedes", glob)));
        data.AddRange(question.WatchedSources.Select(source => new ScriptDatum("watch", source)));
        foreach (var component in question.Components)
        {
            data.Add(new ScriptDatum("component", component.Name));
            data.AddRange(component.Packages.Select(name => new ScriptDatum("package", name)));
            data.AddRange(component.NewPackages.Select(name => new ScriptDatum("new", name)));
        }

        return new ResolveScript([.. data]);
    }

    /// <summary>Composes the text.</summary>
    /// <param name="nonce">Marks the answer's own lines.</param>
    public string Compose(string nonce) =>
        ScriptText.Compose(["lib/common.sh", "lib/keyring.sh", "resolve.sh"], "WINDLASS-" + nonce, Data.Insert(0, new ScriptDatum("nonce", nonce)));

    private static bool IsUsable(ScriptDatum datum) => datum.Key switch
    {
        "supersedes" => SafeWord.IsGlob(datum.Value),
        "content" or "key" => datum.Value.Length > 0,
        _ => SafeWord.IsName(datum.Value),
    };
}
