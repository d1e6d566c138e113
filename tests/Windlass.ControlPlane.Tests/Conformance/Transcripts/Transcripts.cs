using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

using Windlass.ControlPlane.Tests.Conformance.Servers;
using Windlass.ControlPlane.Tests.Conformance.Transcripts;
using Windlass.ControlPlane.Tests.Storage;
using Windlass.Testing.KubeServers;

[assembly: AssemblyFixture(typeof(Transcripts))]

namespace Windlass.ControlPlane.Tests.Conformance.Transcripts;

/// <summary>What each script said, by kubectl and server: run once, when a test first asks for it, on all its servers at the same time.</summary>
public sealed partial class Transcripts : IDisposable
{
    private readonly TemporaryDirectory _caches = new();
    private readonly ConcurrentDictionary<(string Kubectl, string Script, ServerKind Server), Lazy<Task<ImmutableArray<Said>>>> _runs = new();

    /// <summary>Ours and a reference's. Skips the test, with the reason, where there is no such server.</summary>
    internal async Task<(ImmutableArray<Said> Ours, ImmutableArray<Said> Theirs)> GetAsync(
        TestedServers servers, string kubectl, Script script, ServerKind reference)
    {
        Assert.SkipWhen(kubectl.Length == 0, "no kubectl on this machine");
        await servers.GetAsync(reference);
        var present = script.References.Where(kind => KubeAssets.Missing(kind) is null).Append(ServerKind.Embedded);
        var runs = present.ToDictionary(kind => kind, kind => _runs.GetOrAdd((kubectl, script.Name, kind), _ => new(() => RunAsync(servers, kubectl, script, kind))).Value);
        return (await runs[ServerKind.Embedded], await runs[reference]);
    }

    public void Dispose() => _caches.Dispose();

    private async Task<ImmutableArray<Said>> RunAsync(TestedServers servers, string kubectl, Script script, ServerKind kind)
    {
        // So that the servers' scripts run beside each other.
        await Task.Yield();
        var server = await servers.GetAsync(kind);
        var space = $"{script.Name}-{Label(kubectl)}";
        await server.SendAsync(HttpMethod.Post, "/api/v1/namespaces", $$$"""{"metadata":{"name":"{{{space}}}"}}""");
        using var terminal = new Terminal(kubectl, server.KubeconfigPath, space, Path.Combine(_caches.Path, $"{Label(kubectl)}-{kind}"));
        return await terminal.RunAsync(script);
    }

    /// <summary>A name for a kubectl that can be part of a namespace's name.</summary>
    private static string Label(string kubectl) => NoName().Replace(kubectl, "").TrimStart('-');

    [GeneratedRegex("^.*/kubectl|[^a-z0-9-]")]
    private static partial Regex NoName();
}
