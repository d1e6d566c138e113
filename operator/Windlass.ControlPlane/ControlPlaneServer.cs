using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

using Windlass.ControlPlane.Discovery;
using Windlass.ControlPlane.Garbage;
using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Security;
using Windlass.ControlPlane.Serving;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane;

/// <summary>
/// A kubectl-compatible API server in this process: one SQLite file, TLS with its own authority, loopback by default. Thread-safe; dispose to stop.
/// </summary>
public sealed partial class ControlPlaneServer : IAsyncDisposable
{
    private static readonly TimeSpan RenewalInterval = TimeSpan.FromHours(12);

    private readonly CancellationTokenSource _stopping;
    private readonly ObjectStore _store;
    private readonly ControlPlaneOptions _options;
    private readonly Credentials _credentials;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WebApplication _web;
    private readonly Task _background;

    private ControlPlaneServer(Parts parts, WebApplication web, Uri address, TimeProvider time, ILogger logger)
    {
        (_stopping, _store, _options, _credentials) = (parts.Stopping, parts.Store, parts.Options, parts.Credentials);
        _web = web;
        _time = time;
        _logger = logger;
        Address = address;
        KubeconfigPath = parts.KubeconfigPath;
        _background = Task.WhenAll(
            KeepRunningAsync("garbage collector", new GarbageCollector(_store, parts.Catalogue, logger).RunAsync),
            KeepRunningAsync("event expiry", new EventExpiry(_store, parts.Catalogue, _options.EventLife, time).RunAsync),
            KeepRunningAsync("certificate renewal", RenewAsync));
    }

    /// <summary>Where clients dial, with the real port.</summary>
    public Uri Address { get; }

    /// <summary>The kubeconfig that was written: an administrator's, readable by its owner only.</summary>
    public string KubeconfigPath { get; }

    /// <summary>Opens the store, starts serving and writes the kubeconfig; ready when it returns.</summary>
    /// <exception cref="ControlPlaneUnavailableException">The data directory is in use, foreign or damaged; a definition cannot be served; the
    /// address is taken.</exception>
    public static async Task<ControlPlaneServer> StartAsync(
        ControlPlaneOptions options, TimeProvider time, ILoggerFactory logs, CancellationToken cancellation)
    {
        var logger = logs.CreateLogger("Windlass.ControlPlane");
        var parts = await OpenAsync(options, time, logger).ConfigureAwait(false);
        WebApplication? web = null;
        try
        {
            ApiDispatcher? dispatcher = null;
            web = WebHost.Build(options.Listen, parts.Credentials, logs, context => dispatcher!.HandleAsync(context));
            dispatcher = Dispatcher(parts, options, time, logger);
            await StartWebAsync(web, options, cancellation).ConfigureAwait(false);
            var address = WebHost.AddressOf(web);
            KubeconfigFile.Write(parts.KubeconfigPath, address, options.DefaultNamespace, parts.Credentials);
            LogReady(logger, address, parts.KubeconfigPath);
            return new ControlPlaneServer(parts, web, address, time, logger);
        }
        catch
        {
            if (web is not null)
                await web.DisposeAsync().ConfigureAwait(false);
            await parts.Store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends watches, lets other requests finish (5 s at most), then closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _web.StopAsync().ConfigureAwait(false);
        await _web.DisposeAsync().ConfigureAwait(false);
        await _background.ConfigureAwait(false);
        await _store.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private static async Task<Parts> OpenAsync(ControlPlaneOptions options, TimeProvider time, ILogger logger)
    {
        // A quarter of the time to ready, and it needs nothing of the store: on two processors neither waits for the other.
        var loading = Task.Run(() => CatalogueLoader.Load(options.Definitions));
        PrivateFile.CreateDirectory(options.DataDirectory);
        var store = ObjectStore.Open(options.DataDirectory, ChangeLogLimits.Default, time, logger);
        try
        {
            // Keys only after the store's lock: two first starts at once must not make two authorities.
            var credentials = Credentials.Open(options.DataDirectory, [options.Listen.Address.ToString(), .. options.ServerNames], time);
            var catalogue = await loading.ConfigureAwait(false);
            await store.WriteAsync(transaction =>
            {
                InitialObjects.Write(transaction, catalogue, options.DefaultNamespace);
                return true;
            }).ConfigureAwait(false);
            var kubeconfig = options.KubeconfigPath ?? Path.Combine(options.DataDirectory, "kubeconfig");
            return new Parts(new CancellationTokenSource(), store, options, credentials, catalogue, kubeconfig);
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static ApiDispatcher Dispatcher(Parts parts, ControlPlaneOptions options, TimeProvider time, ILogger logger) => new(
        new Authenticator(parts.Credentials.Authority, parts.Credentials.Token),
        parts.Catalogue,
        new DiscoveryDocuments(parts.Catalogue, options.Listen.ToString()),
        new OpenApiDocuments(parts.Catalogue),
        new ResourceEndpoint(parts.Store, parts.Catalogue, time, parts.Stopping.Token),
        logger);

    private static async Task StartWebAsync(WebApplication web, ControlPlaneOptions options, CancellationToken cancellation)
    {
        try
        {
            await web.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new ControlPlaneUnavailableException($"Cannot listen on {options.Listen}: {exception.Message}", exception);
        }
    }

    /// <summary>A worker that stumbles is started again: the store, not the worker, knows what is left to do.</summary>
    private async Task KeepRunningAsync(string name, Func<CancellationToken, Task> worker)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await worker(_stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogStumbled(_logger, name, exception);
                await Task.Delay(TimeSpan.FromSeconds(1), _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RenewAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(RenewalInterval, _time);
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
        {
            if (_credentials.Renew())
                KubeconfigFile.Write(KubeconfigPath, Address, _options.DefaultNamespace, _credentials);
        }
    }

    private sealed record Parts(
        CancellationTokenSource Stopping, ObjectStore Store, ControlPlaneOptions Options, Credentials Credentials, ResourceCatalogue Catalogue,
        string KubeconfigPath);
}
