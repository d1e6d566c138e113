using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Windlass.Core.Api.Nodes;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Page;

/// <summary>
/// The page's requests. Its files are for everybody who reaches the port; whatever is of a cluster needs a bearer token in the header of each
/// request. A browser sends none by itself, so no other site can make it ask (there is no cookie to ride on).
/// </summary>
internal sealed class PageRequests(PageOptions options, RunFeeds feeds, PageAccess access, TimeProvider time, CancellationToken stopping)
{
    private readonly RunStreams _streams = new(feeds, access, time);

    public async Task AnswerAsync(HttpContext context)
    {
        PageHeaders.Add(context.Response);
        try
        {
            await RouteAsync(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested || stopping.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (IOException) when (context.Response.HasStarted)
        {
            // The connection is gone.
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        if (!HostRule.Allows(context.Request.Host, options.Hosts))
        {
            return RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, "this page answers to localhost and to the names given by --page-host only");
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "this page only shows: use kubectl to change anything");
        }

        var path = context.Request.Path.Value ?? "/";
        return PageAssets.Find(path) is { } file ? FileAsync(context, file.Type, file.Bytes)
            : path.StartsWith("/v1/", StringComparison.Ordinal) ? GuardedAsync(context, path)
            : RefuseAsync(context, StatusCodes.Status404NotFound, "there is no such page");
    }

    private async Task GuardedAsync(HttpContext context, string path)
    {
        var space = context.Request.Query["namespace"].ToString() is { Length: > 0 } asked ? asked : options.Namespace;
        var authorization = context.Request.Headers.Authorization.ToString();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        switch (await access.OfAsync(authorization, space, gone.Token).ConfigureAwait(false))
        {
            case AccessVerdict.Unknown unknown:
                // No WWW-Authenticate: the browser would ask for a name and a password.
                await RefuseAsync(context, StatusCodes.Status401Unauthorized, unknown.Message).ConfigureAwait(false);
                return;
            case AccessVerdict.Forbidden forbidden:
                await RefuseAsync(context, StatusCodes.Status403Forbidden, forbidden.Message).ConfigureAwait(false);
                return;
            case AccessVerdict.Unclear unclear:
                await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, unclear.Message).ConfigureAwait(false);
                return;
        }

        await (path switch
        {
            "/v1/runs" => JsonAsync(context, feeds.Runs(space), PageJson.Default.PageRuns),
            "/v1/run" => RunAsync(context, space, authorization, gone.Token),
            "/v1/why" => WhyAsync(context, space),
            _ => RefuseAsync(context, StatusCodes.Status404NotFound, "there is no such page"),
        }).ConfigureAwait(false);
    }

    private Task RunAsync(HttpContext context, string space, string authorization, CancellationToken cancellation) =>
        feeds.Sight(space, Upgrade(context), out var problem) is { } sight
            ? _streams.ServeAsync(context, new ResourceKey(space, sight.Upgrade.Metadata.Name), authorization, cancellation)
            : RefuseAsync(context, StatusCodes.Status404NotFound, problem!);

    private Task WhyAsync(HttpContext context, string space)
    {
        if (feeds.Sight(space, Upgrade(context), out var problem) is not { } sight)
        {
            return RefuseAsync(context, StatusCodes.Status404NotFound, problem!);
        }

        var name = context.Request.Query["node"].ToString();
        return sight.Nodes.FirstOrDefault(node => node.Metadata.Name == name) is ClusterNode node
            ? JsonAsync(context, new PageAnswer(WhyDocument.Of(sight, node)), PageJson.Default.PageAnswer)
            : RefuseAsync(context, StatusCodes.Status404NotFound, $"there is no ClusterNode {name} in namespace {space}");
    }

    private static string? Upgrade(HttpContext context) => context.Request.Query["upgrade"].ToString() is { Length: > 0 } name ? name : null;

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return JsonAsync(context, new PageProblem(message), PageJson.Default.PageProblem);
    }

    private static Task JsonAsync<T>(HttpContext context, T value, JsonTypeInfo<T> json) =>
        FileAsync(context, "application/json; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(value, json));

    private static async Task FileAsync(HttpContext context, string type, byte[] bytes)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
