using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Windlass.Operator.Metrics;

/// <summary>
/// Serves <c>/metrics</c>, <c>/healthz</c> and <c>/readyz</c> over plain HTTP on a port of its own. It tells host and backend names:
/// bind it to loopback or guard it by a network policy.
/// </summary>
public sealed class MonitoringServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private MonitoringServer(WebApplication application, Uri address)
    {
        _application = application;
        Address = address;
    }

    /// <summary>Where it listens; the port is the real one when port 0 was asked for.</summary>
    public Uri Address { get; }

    /// <summary>Starts to listen.</summary>
    /// <param name="endPoint">Address and port; port 0 takes a free one.</param>
    /// <param name="metrics">Behind <c>/metrics</c>.</param>
    /// <param name="loops">Behind <c>/healthz</c>.</param>
    /// <param name="caches">Behind <c>/readyz</c>.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<MonitoringServer> StartAsync(
        IPEndPoint endPoint,
        MetricsListener metrics,
        LoopProgress loops,
        CacheReadiness caches,
        CancellationToken cancellationToken)
    {
        // Empty, so that no ASPNETCORE_URLS and no appsettings.json in the working directory changes where it listens.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = 0;
            options.Limits.MaxConcurrentConnections = 100;
            options.Listen(endPoint);
        });
        var application = builder.Build();
        application.Run(Route(new HealthEndpoints(loops, caches), new MetricsEndpoint(metrics)));
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        // After the start Urls hold what was really bound, the port asked for as 0 included.
        return new MonitoringServer(application, new Uri(application.Urls.First()));
    }

    /// <summary>Stops listening; requests in progress are given a few seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static RequestDelegate Route(HealthEndpoints health, MetricsEndpoint metrics) => context =>
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, HEAD";
            return Task.CompletedTask;
        }

        switch (context.Request.Path.Value)
        {
            case "/metrics":
                return metrics.AnswerAsync(context);
            case "/healthz":
                return health.HealthAsync(context);
            case "/readyz":
                return health.ReadyAsync(context);
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    };

    /// <summary>The usual host takes SIGTERM for itself; the process has one owner of signals, and it is not this server.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
