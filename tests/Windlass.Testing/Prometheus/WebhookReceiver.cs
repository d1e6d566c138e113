using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Windlass.Testing.Prometheus;

/// <summary>Somebody on call: keeps every page that an Alertmanager sends.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<Page> _pages;

    private WebhookReceiver(WebApplication application, ConcurrentQueue<Page> pages) => (_application, _pages) = (application, pages);

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_application.Urls.First());

    /// <summary>All pages so far, the oldest first.</summary>
    public IReadOnlyList<Page> Pages => [.. _pages];

    /// <summary>Starts to listen on a free port of loopback.</summary>
    public static async Task<WebhookReceiver> StartAsync()
    {
        var pages = new ConcurrentQueue<Page>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        application.Run(context => TakeAsync(context, pages));
        await application.StartAsync();
        return new WebhookReceiver(application, pages);
    }

    /// <summary>Stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private static async Task TakeAsync(HttpContext context, ConcurrentQueue<Page> pages)
    {
        var message = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        foreach (var alert in message!["alerts"]!.AsArray())
            pages.Enqueue(new Page((string)alert!["status"]!, Words(alert["labels"]!), Words(alert["annotations"]!)));
    }

    private static Dictionary<string, string> Words(JsonNode node) => node.AsObject().ToDictionary(entry => entry.Key, entry => (string)entry.Value!);
}
