using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

using Microsoft.Extensions.Logging.Abstractions;

using Windlass.ControlPlane.Tests.Storage;
using Windlass.Testing;

namespace Windlass.ControlPlane.Tests.Serving;

/// <summary>A control plane of its own, and a client that holds its token.</summary>
public class ServerFixture : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();

    public ControlPlaneServer Server { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public string DataDirectory => _directory.Path;

    public const string Widgets = "/apis/demo.example.com/v1/namespaces/default/widgets";

    public ImmutableArray<string> Served => Definitions;

    protected virtual ImmutableArray<string> Definitions => [WidgetDefinition.Yaml];

    protected virtual string Namespace => "default";

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        Client = NewClient();
        Client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(_directory.File("pki/admin.token"))).Trim());
    }

    public async Task StartAsync() => Server = await ControlPlaneServer.StartAsync(
        new ControlPlaneOptions { DataDirectory = _directory.Path, Definitions = Definitions, DefaultNamespace = Namespace },
        TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);

    /// <summary>A client that trusts the server and is nobody.</summary>
    public HttpClient NewClient(X509Certificate2? certificate = null) => PinnedClient.New(Server.Address, _directory.File("pki/ca.pem"), certificate);

    public Task<Reply> SendAsync(HttpMethod method, string path, string? body = null, string contentType = "application/json", string? accept = null) =>
        Client.CallAsync(method, path, body, contentType, accept);

    public Task<Reply> GetAsync(string path, string? accept = null) => SendAsync(HttpMethod.Get, path, accept: accept);

    public Task<Reply> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<Reply> PatchAsync(string path, string body) => SendAsync(HttpMethod.Patch, path, body, "application/merge-patch+json");

    public Task<Reply> ApplyAsync(string path, string body) => SendAsync(HttpMethod.Patch, path, body, "application/apply-patch+yaml");

    public Task<Reply> DeleteAsync(string path, string? options = null) => SendAsync(HttpMethod.Delete, path, options);

    public Task<Reply> CreateWidgetAsync(string name, string rest = "", string metadata = "") =>
        PostAsync(Widgets, $$$"""{"apiVersion":"demo.example.com/v1","kind":"Widget","metadata":{"name":"{{{name}}}"{{{metadata}}}},"spec":{"colour":"red"{{{rest}}}}}""");

    /// <summary>Asks until the answer is as wanted; fails after ten seconds.</summary>
    public async Task<Reply> UntilAsync(string path, Func<Reply, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            var reply = await GetAsync(path);
            if (wanted(reply))
                return reply;
            Assert.False(limit.IsCancellationRequested, $"{path} never became what was wanted: {reply.Body}");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }
}
