using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Windlass.Core.Api.WorkOrders;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Page;
using Windlass.Operator.Resources;
using Windlass.Operator.Tests.Plugin;
using Windlass.Operator.Tests.Working;
using Windlass.Testing;

namespace Windlass.Operator.Tests.Page;

/// <summary>Who gets what from the page's server, and how; the API is in memory.</summary>
public sealed partial class PageServerTests : IAsyncLifetime
{
    private readonly InMemoryClusterApi _api = new(new InMemoryCluster(TimeProvider.System));
    private readonly ManualTimeProvider _time = new(Runs.Now);
    private readonly CancellationTokenSource _end = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false });
    private readonly List<AccessDeed> _asked = [];
    private readonly PageAccess _access;
    private ClusterStores _stores = null!;
    private Task _following = Task.CompletedTask;
    private PageServer _server = null!;
    private bool _isRevoked;

    public PageServerTests() => _access = new PageAccess(token => new PageCaller(new AskedApi(deed => Answer(token, deed)), null), _time);

    public async ValueTask InitializeAsync()
    {
        await Cloud.MustAsync(_api.CreateAsync(Kinds.Upgrades, Runs.Upgrade(), default));
        await Cloud.MustAsync(_api.ApplyStatusAsync(Kinds.Upgrades, Runs.Upgrade(status: Runs.Status(Runs.Working)), new ApplyOptions("test"), default));
        await Cloud.MustAsync(_api.CreateAsync(Kinds.Nodes, Runs.Node("ctl1"), default));
        await WriteAsync("ctl1", "Install", "<img src=x onerror=alert(1)>");
        await WriteAsync("ctl2", "Drain", "waits");
        _stores = new ClusterStores(_api, null, TimeProvider.System, NullLoggerFactory.Instance);
        _following = _stores.RunAsync(_end.Token);
        await _stores.Synced;
        _server = await PageServer.StartAsync(
            new PageOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Namespace = Runs.Space, Hosts = ["windlass.example.com"] }, new RunFeeds(_stores, _time), _access, _time, default);
        _client.BaseAddress = _server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await _end.CancelAsync();
        await _following;
        _access.Dispose();
        _end.Dispose();
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer ", HttpStatusCode.Unauthorized)]
    [InlineData("Basic Z29vZDp4", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer stranger", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer guest", HttpStatusCode.Forbidden)]
    [InlineData("Bearer half", HttpStatusCode.Forbidden)]
    [InlineData("Bearer late", HttpStatusCode.ServiceUnavailable)]
    [InlineData("Bearer good", HttpStatusCode.OK)]
    public async Task Token_Get_OpensWhatTheApiServerAllows(string? authorization, HttpStatusCode expected)
    {
        foreach (var path in (string[])["v1/runs", "v1/why?node=ctl1"])
        {
            using var answer = await GetAsync(path, authorization);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.Equal(expected, answer.StatusCode);
            Assert.Equal(expected == HttpStatusCode.OK, text.Contains("to-birch", StringComparison.Ordinal));
            Assert.False(answer.Headers.Contains("WWW-Authenticate"), "the browser would ask for a password by itself");
        }
    }

    [Fact]
    public async Task OtherNamespace_Get_IsAskedForAndHasNothingOfThisOne()
    {
        using var answer = await GetAsync("v1/runs?namespace=elsewhere", "Bearer good");

        Assert.All(_asked, deed => Assert.Equal(("elsewhere", "list", "windlass.dev"), (deed.Namespace, deed.Verb, deed.Group)));
        Assert.Equal(["clusterupgrades", "nodeupgrades", "clusternodes"], _asked.Select(deed => deed.Resource));
        Assert.DoesNotContain("to-birch", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>An answer is good for half a minute, and a token for one namespace says nothing about another.</summary>
    [Fact]
    public async Task SameTokenAgain_Get_IsAskedAboutAfterAWhileOnly()
    {
        (await GetAsync("v1/runs", "Bearer good")).Dispose();
        (await GetAsync("v1/runs", "Bearer good")).Dispose();
        Assert.Equal(3, _asked.Count);

        (await GetAsync("v1/runs?namespace=elsewhere", "Bearer good")).Dispose();
        Assert.Equal(6, _asked.Count);

        _time.Advance(TimeSpan.FromSeconds(31));
        (await GetAsync("v1/runs", "Bearer good")).Dispose();
        Assert.Equal(9, _asked.Count);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("localhost:9999", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]:80", true)]
    [InlineData("windlass.example.com", true)]
    [InlineData("attacker.example.com", false)]
    [InlineData("localhost.attacker.example.com", false)]
    [InlineData("10.0.0.1", false)]
    public async Task Host_Get_IsOursOrRefused(string host, bool isOurs)
    {
        foreach (var path in (string[])["/", "v1/runs"])
        {
            using var answer = await GetAsync(path, "Bearer good", request => request.Headers.Host = host);

            Assert.Equal(isOurs ? HttpStatusCode.OK : HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    public async Task AnyOtherMethod_Send_IsRefused(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "v1/runs") { Headers = { { "Authorization", "Bearer good" } } };
        using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/page.css", HttpStatusCode.OK)]
    [InlineData("/live.js", HttpStatusCode.OK)]
    [InlineData("/../Windlass.slnx", HttpStatusCode.NotFound)]
    [InlineData("/v1/runs", HttpStatusCode.Unauthorized)]
    public async Task EveryAnswer_Get_ForbidsWhatThePageDoesNotNeed(string path, HttpStatusCode expected)
    {
        using var answer = await GetAsync(path, null);

        Assert.Equal(expected, answer.StatusCode);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public void OwnFiles_Text_LoadNothingFromOutside()
    {
        foreach (var name in (string[])["index.html", "page.css", .. PageAssets.Scripts])
        {
            Assert.DoesNotContain("http:", PageAssets.Text(name), StringComparison.Ordinal);
            Assert.DoesNotContain("https:", PageAssets.Text(name), StringComparison.Ordinal);
            Assert.DoesNotMatch("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function| on[a-z]+=\"", PageAssets.Text(name));
        }

        Assert.All(PageAssets.Scripts, script => Assert.Contains($"<script src=\"{script}\" defer></script>", PageAssets.Text("index.html"), StringComparison.Ordinal));
    }

    private ApiOutcome<AccessReview> Answer(string token, AccessDeed deed)
    {
        _asked.Add(deed);
        return token switch
        {
            "good" when _isRevoked => new ApiFailure.Unauthorized("no"),
            "good" => AskedApi.Says(true),
            "guest" => AskedApi.Says(false),
            "half" => AskedApi.Says(deed.Resource != "clusternodes"),
            "late" => new ApiFailure.Unavailable("no answer"),
            _ => new ApiFailure.Unauthorized("no"),
        };
    }

    private async Task WriteAsync(string node, string step, string message)
    {
        var order = Runs.Order(node, new NodeUpgradeStatus { Conditions = [Runs.Working with { Message = message }], Step = Runs.Step(step, "nova", 1) });
        if ((await _api.GetAsync(Kinds.WorkOrders, ResourceKey.Of(order), default)).Failure is ApiFailure.NotFound)
        {
            await Cloud.MustAsync(_api.CreateAsync(Kinds.WorkOrders, order with { Status = null }, default));
        }

        await Cloud.MustAsync(_api.ApplyStatusAsync(Kinds.WorkOrders, order, new ApplyOptions("test"), default));
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? authorization, Action<HttpRequestMessage>? also = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        also?.Invoke(request);
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private async Task<EventReader> FollowAsync(string? last)
    {
        var answer = await GetAsync("v1/run", "Bearer good", request =>
        {
            if (last is not null)
            {
                request.Headers.Add("Last-Event-ID", last);
            }
        });
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new EventReader(answer, await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), _time);
    }
}
