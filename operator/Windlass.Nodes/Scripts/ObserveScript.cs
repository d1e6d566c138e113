using System.Collections.Immutable;
using Windlass.Core.Observation;

namespace Windlass.Nodes.Scripts;

/// <summary>The text that asks a node for everything.</summary>
internal static class ObserveScript
{
    /// <summary>
    /// Composes the text. Names that no Debian package or unit can have are left out: such a thing does not exist on the node, which is what
    /// the answer says then.
    /// </summary>
    /// <param name="request">What to look for.</param>
    /// <param name="nonce">Marks the answer's own lines.</param>
    public static string Compose(ObservationRequest request, string nonce) => Program(request, nonce).ForShell;

    /// <inheritdoc cref="Compose"/>
    public static NodeProgram Program(ObservationRequest request, string nonce) =>
        new("observe", ["lib/common.sh", "lib/ledger.sh", .. Libraries(request), "observe.sh"], nonce, LookFor(request));

    /// <summary>What a look is made of: no node is sent what it is not asked for.</summary>
    public static ImmutableArray<string> Libraries(ObservationRequest request) =>
        request.UnneededBy.Length == 0 ? ["lib/http.sh", "lib/look.sh"] : ["lib/http.sh", "lib/unneeded.sh", "lib/look.sh"];

    /// <summary>What a look is to find, for every script that takes one.</summary>
    public static ImmutableArray<ScriptDatum> LookFor(ObservationRequest request)
    {
        var data = ImmutableArray.CreateBuilder<ScriptDatum>();
        data.AddRange(request.SourcePackages.Where(SafeWord.IsName).Select(name => new ScriptDatum("source", name)));
        data.AddRange(request.NewPackages.Where(SafeWord.IsName).Select(name => new ScriptDatum("package", name)));
        data.AddRange(request.Units.Where(SafeWord.IsUnit).Select(name => new ScriptDatum("unit", name)));
        if (SafeWord.IsName(request.SourcesFile))
        {
            data.Add(new ScriptDatum("sources-file", request.SourcesFile));
            data.AddRange(request.Supersedes.Where(SafeWord.IsGlob).Select(glob => new ScriptDatum("supersedes", glob)));
        }

        if (SafeWord.IsName(request.UnneededBy))
        {
            data.Add(new ScriptDatum("unneeded-by", request.UnneededBy));
            data.AddRange(request.KeptSources.Where(SafeWord.IsName).Select(name => new ScriptDatum("kept-source", name)));
        }

        if (request.LeavesNoTrace)
        {
            data.Add(new ScriptDatum("no-trace", "yes"));
        }

        data.AddRange(request.Probes.Where(SafeWord.IsUrl).Distinct(StringComparer.Ordinal).Select(url => new ScriptDatum("probe", url)));
        return data.DrainToImmutable();
    }
}
