using System.Collections.Immutable;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Tests.Serving;
using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Servers;

/// <summary>One running API server, whatever it is made of, and an administrator's client of it.</summary>
public sealed class TestedServer(ServerKind kind, string kubeconfigPath, HttpClient client, IAsyncDisposable running) : IAsyncDisposable
{
    public ServerKind Kind => kind;

    public string KubeconfigPath => kubeconfigPath;

    /// <summary>The y of Kubernetes 1.y. Ours calls itself by the version whose API it serves.</summary>
    public int Minor { get; private set; }

    /// <summary>Since 1.25 servers enforce the rules of our kinds (x-kubernetes-validations), and refuse unknown fields where that is asked for.</summary>
    public bool HasRules => Minor >= 25;

    /// <summary>Definitions that the server refused at start: by name, with what it said.</summary>
    public ImmutableDictionary<string, string> Refused { get; private set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>True for an old API server that a late Go has built: see tests/kube/build-apiserver.</summary>
    public bool TakesEmptyForNull => Refused.Values.Any(message => message.Contains("must be of type string: \"null\"", StringComparison.Ordinal));

    public Task<Reply> SendAsync(HttpMethod method, string path, string? body = null, string contentType = "application/json") =>
        client.CallAsync(method, path, body, contentType);

    public Task<Reply> GetAsync(string path) => client.CallAsync(HttpMethod.Get, path);

    /// <summary>Asks until the answer is as wanted; fails after a minute.</summary>
    public async Task<Reply> UntilAsync(string path, Func<Reply, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var reply = await GetAsync(path);
            if (wanted(reply))
                return reply;
            Assert.False(limit.IsCancellationRequested, $"{path} never became what was wanted: {reply.Body}");
            await Task.Delay(20);
        }
    }

    /// <summary>Reads so many events of a watch, or until the server ends it.</summary>
    public Task<ImmutableArray<JsonObject>> WatchAsync(string path, int count) => WatchedEvents.ReadAsync(client, path, count);

    /// <summary>Server-side apply of a manifest, strictly: as `kubectl apply --server-side` does.</summary>
    public Task<Reply> ApplyAsync(string path, string manifest, string query = "") => client.CallAsync(
        HttpMethod.Patch, $"{path}?fieldManager=conformance&force=true&fieldValidation=Strict{query}", manifest, "application/apply-patch+yaml");

    /// <summary>Defines the kinds and returns when they are served.</summary>
    internal async Task DefineAsync(IEnumerable<ShippedDefinition> definitions, CancellationToken cancellation)
    {
        Minor = int.Parse((await GetAsync("/version"))["minor"].TrimEnd('+'), System.Globalization.CultureInfo.InvariantCulture);
        foreach (var definition in kind == ServerKind.Embedded ? [] : definitions)
        {
            var reply = await SendAsync(HttpMethod.Post, ShippedDefinition.Path, definition.Yaml, "application/yaml");
            if (reply.Code != 201)
                Refused = Refused.Add(definition.Name, reply["message"]);
            else
                await UntilAsync(definition.ListPath, cancellation);
        }

        await UntilAsync("/api/v1/namespaces/default", cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await running.DisposeAsync();
    }

    private async Task UntilAsync(string path, CancellationToken cancellation)
    {
        while ((await GetAsync(path)).Code != 200)
            await Task.Delay(20, cancellation);
    }
}
