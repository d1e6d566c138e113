using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Windlass.Kubernetes.Configuration;

namespace Windlass.Testing;

/// <summary>The HTTP door of an <see cref="InMemoryCluster"/>: paths, status codes and watch streams as a real server has them. Loopback, a free port.</summary>
public sealed class TestApiServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private int disposed;

    private TestApiServer(WebApplication app)
    {
        this.app = app;
        Address = new Uri(app.Urls.First());
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A connection without credentials.</summary>
    public ClusterConnection Connection => new() { Server = Address };

    /// <summary>Starts a server; dispose it to stop.</summary>
    public static async Task<TestApiServer> StartAsync(InMemoryCluster cluster, TestServerOptions? options = null)
    {
        options ??= new TestServerOptions();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (options.Certificate is { } certificate)
            {
                listen.UseHttps(https =>
                {
                    https.ServerCertificate = certificate;
                    https.ClientCertificateMode =
                        options.AskForClientCertificate ? ClientCertificateMode.AllowCertificate : ClientCertificateMode.NoCertificate;
                    https.AllowAnyClientCertificate();
                });
            }
        }));
        var app = builder.Build();
        var handler = new TestRequests(cluster, app.Lifetime.ApplicationStopping);
        app.Run(async context =>
        {
            if (options.Before is null || !await options.Before(context))
            {
                await handler.HandleAsync(context);
            }
        });
        await app.StartAsync();
        return new TestApiServer(app);
    }

    /// <summary>Stops it; open watches end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        await app.StopAsync();
        await app.DisposeAsync();
    }
}
