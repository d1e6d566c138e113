using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Windlass.Operator.Metrics;

namespace Windlass.Operator.Tests.Metrics;

public sealed class MonitoringServerTests : IAsyncLifetime
{
    private readonly WindlassMetrics _metrics = new("1.2.3");
    private readonly MetricsListener _listener;
    private readonly StoppedTime _time = new();
    private readonly LoopProgress _loops;
    private readonly CacheReadiness _caches = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });

    private MonitoringServer _server = null!;

    public MonitoringServerTests()
    {
        _listener = new MetricsListener(meter => meter == _metrics.Meter);
        _loops = new LoopProgress(_time, TimeSpan.FromSeconds(30));
    }

    public async ValueTask InitializeAsync()
    {
        _server = await MonitoringServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), _listener, _loops, _caches, TestContext.Current.CancellationToken);
        _client.BaseAddress = _server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _listener.Dispose();
        _metrics.Dispose();
    }

    [Theory]
    [InlineData("*/*", "text/plain; version=0.0.4; charset=utf-8", "windlass_operator_leader 0\n")]
    [InlineData("application/openmetrics-text;version=1.0.0", "application/openmetrics-text; version=1.0.0; charset=utf-8", "# EOF\n")]
    public async Task Metrics_Get_AnswersInTheFormatAskedFor(string accept, string contentType, string words)
    {
        using var answer = await SendAsync(HttpMethod.Get, "/metrics", request => request.Headers.Accept.ParseAdd(accept));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(contentType, answer.Content.Headers.NonValidated["Content-Type"].ToString());
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_GetWithGzip_IsZipped()
    {
        using var answer = await SendAsync(HttpMethod.Get, "/metrics", request => request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip")));

        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        await using var zipped = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using var plain = new GZipStream(zipped, CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        Assert.Contains("windlass_operator_leader 0\n", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoopTurns_Healthz_IsOkUntilItHangs()
    {
        _loops.Turned("upgrades");
        _loops.Turned("nodes");
        _time.Pass(TimeSpan.FromSeconds(30));
        _loops.Turned("nodes");
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await GetAsync("/healthz"));

        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "upgrades has not turned for 31 s\n"), await GetAsync("/healthz"));

        _loops.Ended("upgrades");
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/healthz")).Status);
    }

    [Fact]
    public async Task CachesFill_Readyz_IsOkWhenAllAre()
    {
        _caches.Expect("clusterupgrades");
        _caches.Expect("clusternodes");
        _caches.Synced("clusternodes");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "clusterupgrades not synced yet\n"), await GetAsync("/readyz"));

        _caches.Synced("clusterupgrades");
        _caches.Expect("clusterupgrades");
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await GetAsync("/readyz"));
    }

    [Theory]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound)]
    [InlineData("POST", "/metrics", HttpStatusCode.MethodNotAllowed)]
    [InlineData("HEAD", "/metrics", HttpStatusCode.OK)]
    [InlineData("HEAD", "/healthz", HttpStatusCode.OK)]
    public async Task OtherRequests_AreAnswered(string method, string path, HttpStatusCode status)
    {
        using var answer = await SendAsync(new HttpMethod(method), path, _ => { });

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task PortTaken_Start_Throws()
    {
        var taken = new IPEndPoint(IPAddress.Loopback, _server.Address.Port);

        await Assert.ThrowsAsync<IOException>(() =>
            MonitoringServer.StartAsync(taken, _listener, _loops, _caches, TestContext.Current.CancellationToken));
    }

    private async Task<(HttpStatusCode Status, string Text)> GetAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, _ => { });
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Action<HttpRequestMessage> prepare)
    {
        using var request = new HttpRequestMessage(method, path);
        prepare(request);
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private sealed class StoppedTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        internal void Pass(TimeSpan time) => _ticks += time.Ticks;
    }
}
