using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Http;
using Windlass.Testing;

namespace Windlass.Kubernetes.Tests.Http;

/// <summary>What the contract suite cannot see: retries, expired pages, broken streams, deadlines.</summary>
public sealed class HttpClusterApiTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> requests = new();
    private readonly InMemoryCluster cluster = new(TimeProvider.System);
    private Func<HttpContext, Task<bool>> before = _ => Task.FromResult(false);
    private TestApiServer? server;
    private HttpClusterApi? api;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var options = new TestServerOptions
        {
            Before = context =>
            {
                requests.Enqueue($"{context.Request.Method} {context.Request.QueryString}");
                return before(context);
            },
        };
        server = await TestApiServer.StartAsync(cluster, options);
        api = Api(TimeProvider.System);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task RetryAfter_AnyMethod_IsSentAgain(int code)
    {
        before = FirstTime(code, "0");
        Assert.Null((await api!.CreateAsync(Widget.Type, New("a"), Cancellation)).Failure);
        Assert.Equal(2, requests.Count);
    }

    [Fact]
    public async Task ServerError_Write_IsNotSentTwice()
    {
        before = FirstTime(500, null);
        Assert.IsType<ApiFailure.Unavailable>((await api!.CreateAsync(Widget.Type, New("a"), Cancellation)).Failure);
        Assert.Single(requests);
    }

    [Fact]
    public async Task ServerError_Read_IsSentAgain()
    {
        before = FirstTime(500, null);
        Assert.IsType<ApiFailure.NotFound>((await api!.GetAsync(Widget.Type, new("ns", "a"), Cancellation)).Failure);
        Assert.Equal(2, requests.Count);
    }

    [Fact]
    public async Task LongRetryAfter_Request_IsLeftToTheCaller()
    {
        before = FirstTime(429, "3600");
        var failure = Assert.IsType<ApiFailure.Unavailable>((await api!.GetAsync(Widget.Type, new("ns", "a"), Cancellation)).Failure);
        Assert.Equal(TimeSpan.FromHours(1), failure.RetryAfter);
    }

    [Fact]
    public async Task ContinueTokenExpired_List_StartsAgainUnpaged()
    {
        for (var i = 0; i < 3; i++)
        {
            await api!.CreateAsync(Widget.Type, New($"w{i}"), Cancellation);
        }

        requests.Clear();
        before = context =>
        {
            if (context.Request.Query.ContainsKey("continue"))
            {
                cluster.Compact();
            }

            return Task.FromResult(false);
        };
        var list = await api!.ListAsync(Widget.Type, new ListOptions { Namespace = "ns", PageSize = 2 }, Cancellation);

        Assert.True(list.TryGet(out var value, out var failure), failure?.ToString());
        Assert.Equal(3, value.Items.Length);
        Assert.Equal(3, requests.Count);
    }

    [Fact]
    public async Task FramesSplitAndCutOff_Watch_GivesWholeOnesAndEnds()
    {
        before = async context =>
        {
            const string Text = """{"type":"ADDED","object":{"metadata":{"name":"a"}}} {"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"7"}}} {"type":"ADDED" """;
            foreach (var part in Text.Chunk(40))
            {
                await context.Response.WriteAsync(new string(part));
                await context.Response.Body.FlushAsync();
            }

            return true;
        };
        Assert.Equal(["Applied a", "Bookmark 7"], await WatchAsync());
    }

    [Fact]
    public async Task ExpiredInsideTheStream_Watch_Fails()
    {
        cluster.Compact();
        Assert.Equal(["Expired"], await WatchAsync("5"));
    }

    [Fact]
    public async Task UnreadableObject_Watch_FailsAndNamesIt()
    {
        before = async context =>
        {
            await context.Response.WriteAsync("""{"type":"ADDED","object":{"metadata":{"name":"odd"},"spec":{"size":"large"}}}""");
            return true;
        };
        await foreach (var change in api!.Watch(Widget.Type, new WatchOptions { ResourceVersion = "1" }, Cancellation))
        {
            Assert.Contains("odd", Assert.IsType<WatchEvent<Widget>.Failed>(change).Failure.Message);
        }
    }

    [Fact]
    public async Task Silence_Request_EndsAtTheDeadline()
    {
        var clock = new ManualTimeProvider();
        await using var patient = Api(clock);
        before = async context =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };
        var asking = patient.GetAsync(Widget.Type, new("ns", "a"), Cancellation);
        await Until.TrueAsync(() => requests.Count == 1, "asked");
        clock.Advance(TimeSpan.FromSeconds(31));

        var failure = Assert.IsType<ApiFailure.Unavailable>((await asking).Failure);
        Assert.Equal(ServerReach.NoAnswer, failure.Reach);
    }

    [Fact]
    public async Task CallerCancels_Request_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => api!.GetAsync(Widget.Type, new("ns", "a"), cancelled.Token));
    }

    [Fact]
    public async Task NobodyListens_Request_IsNotReached()
    {
        await server!.DisposeAsync();
        var clock = new ManualTimeProvider();
        await using var lonely = Api(clock);
        var asking = lonely.CreateAsync(Widget.Type, New("a"), Cancellation);
        await Until.TrueAsync(clock, TimeSpan.FromSeconds(1), () => asking.IsCompleted, "given up");
        Assert.Equal(ServerReach.NotReached, Assert.IsType<ApiFailure.Unavailable>((await asking).Failure).Reach);
    }

    [Fact]
    public async Task HtmlFromAProxy_Request_KeepsAnExcerpt()
    {
        before = async context =>
        {
            context.Response.StatusCode = 403;
            await context.Response.WriteAsync("<html>blocked by policy</html>");
            return true;
        };
        var failure = Assert.IsType<ApiFailure.Forbidden>((await api!.GetAsync(Widget.Type, new("ns", "a"), Cancellation)).Failure);
        Assert.Contains("blocked by policy", failure.Message);
    }

    public async ValueTask DisposeAsync()
    {
        await api!.DisposeAsync();
        await server!.DisposeAsync();
    }

    private static Widget New(string name) => new() { Metadata = new ObjectMeta { Name = name, Namespace = "ns" } };

    private static Func<HttpContext, Task<bool>> FirstTime(int code, string? retryAfter)
    {
        var count = 0;
        return context =>
        {
            if (Interlocked.Increment(ref count) > 1)
            {
                return Task.FromResult(false);
            }

            context.Response.StatusCode = code;
            context.Response.Headers.RetryAfter = retryAfter;
            return Task.FromResult(true);
        };
    }

    private HttpClusterApi Api(TimeProvider time) => new(server!.Connection, time, NullLogger<HttpClusterApi>.Instance);

    private async Task<List<string>> WatchAsync(string from = "1")
    {
        var seen = new List<string>();
        await foreach (var change in api!.Watch(Widget.Type, new WatchOptions { ResourceVersion = from }, Cancellation))
        {
            seen.Add(change switch
            {
                WatchEvent<Widget>.Applied applied => $"Applied {applied.Object.Metadata.Name}",
                WatchEvent<Widget>.Bookmark mark => $"Bookmark {mark.ResourceVersion}",
                WatchEvent<Widget>.Failed failed => failed.Failure.GetType().Name,
                _ => "?",
            });
        }

        return seen;
    }
}
