using Windlass.ControlPlane.Tests.Conformance.Servers;
using Windlass.ControlPlane.Tests.Serving;

namespace Windlass.ControlPlane.Tests.Conformance.Behaviour;

/// <summary>Widgets in a namespace of their own, so that tests do not see each other's.</summary>
internal sealed class Widgets(TestedServer server, string space)
{
    public string Path { get; } = $"/apis/testing.windlass.dev/v1/namespaces/{space}/widgets";

    public string Space => space;

    public static async Task<Widgets> InNewNamespaceAsync(TestedServer server)
    {
        var space = $"w{Guid.NewGuid():n}";
        Assert.Equal(201, (await server.SendAsync(HttpMethod.Post, "/api/v1/namespaces", $$$"""{"metadata":{"name":"{{{space}}}"}}""")).Code);
        return new Widgets(server, space);
    }

    /// <param name="metadata">Members of the metadata besides the name, each with a comma before it.</param>
    public Task<Reply> CreateAsync(string name, string metadata = "", string query = "") => server.SendAsync(HttpMethod.Post, $"{Path}{query}", $$$"""
        {"apiVersion":"testing.windlass.dev/v1","kind":"Widget","metadata":{"name":"{{{name}}}"{{{metadata}}}},"spec":{"size":1}}
        """);

    public Task<Reply> PatchAsync(string name, string patch, string query = "") =>
        server.SendAsync(HttpMethod.Patch, $"{Path}/{name}{query}", patch, "application/merge-patch+json");

    public Task<Reply> GetAsync(string name) => server.GetAsync($"{Path}/{name}");

    /// <summary>The server's newest revision, at least.</summary>
    public async Task<string> VersionAsync() => (await server.GetAsync(Path))["metadata.resourceVersion"];
}
