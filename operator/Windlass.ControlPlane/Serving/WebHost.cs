using System.Net;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Windlass.ControlPlane.Security;

namespace Windlass.ControlPlane.Serving;

/// <summary>Kestrel, set up for API clients: TLS with our certificate, HTTP/2 and 1.1, many streams per connection.</summary>
internal static class WebHost
{
    /// <summary>Watches are streams: one client holds a few for each kind on a single connection.</summary>
    private const int StreamsPerConnection = 250;

    /// <summary>Requests still running when the server stops get this long; watches end at once.</summary>
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);

    public static WebApplication Build(IPEndPoint listen, Credentials credentials, ILoggerFactory logs, RequestDelegate handler)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [], ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILoggerFactory>(new QuietLogs(logs));
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopWithin);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => Configure(options, listen, credentials));
        var application = builder.Build();
        application.Run(handler);
        return application;
    }

    public static Uri AddressOf(WebApplication application)
    {
        var addresses = application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        var bound = new Uri(addresses.First());
        // A wildcard is where we listen, not where anybody can dial.
        return bound.Host is "0.0.0.0" or "[::]" ? new UriBuilder(bound) { Host = "127.0.0.1" }.Uri : bound;
    }

    private static void Configure(KestrelServerOptions options, IPEndPoint listen, Credentials credentials)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = null;
        options.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
        options.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        options.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(15);
        options.Listen(listen, endpoint => endpoint.UseHttps(https =>
        {
            https.ServerCertificateSelector = (_, _) => credentials.Server.Certificate;
            // Asked for, not demanded: tokens need none. Whose it is, the authenticator says, with a proper 401 for strangers.
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.ClientCertificateValidation = (_, _, _) => true;
        }));
    }
}
