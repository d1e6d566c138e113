using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Windlass.Operator.Page;

/// <summary>Serves the page over plain HTTP on a port of its own: to loopback, or to what encrypts in front of it.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly CancellationTokenSource _stopping;

    private PageServer(WebApplication application, CancellationTokenSource stopping) =>
        (_application, _stopping, Address) = (application, stopping, new Uri(application.Urls.First()));

    /// <summary>Where it listens; the port is the real one when port 0 was asked for.</summary>
    public Uri Address { get; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<PageServer> StartAsync(PageOptions options, RunFeeds feeds, PageAccess access, TimeProvider time, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxConcurrentConnections = 200;
            kestrel.Listen(options.EndPoint);
        });
        var application = builder.Build();
        var stopping = new CancellationTokenSource();
        application.Run(new PageRequests(options, feeds, access, time, stopping.Token).AnswerAsync);
        try
        {
            await application.StartAsync(cancellation).ConfigureAwait(false);
            return new PageServer(application, stopping);
        }
        catch
        {
            stopping.Dispose();
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends the streams, then stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>The process has one owner of signals, and it is not this server.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
