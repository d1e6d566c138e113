using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

using Windlass.ControlPlane.Discovery;
using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Security;

namespace Windlass.ControlPlane.Serving;

/// <summary>The one entry of every request: who asks, for what, and the answer on the wire.</summary>
internal sealed partial class ApiDispatcher(
    Authenticator authenticator, ResourceCatalogue catalogue, DiscoveryDocuments discovery, OpenApiDocuments openApi, ResourceEndpoint resources,
    ILogger logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await DispatchAsync(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away; nobody is left to answer.
        }
        catch (BadHttpRequestException exception)
        {
            await ResponseWriter.WriteFailureAsync(context, Failures.BadRequest(exception.Message)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogFailed(logger, context.Request.Method, context.Request.Path, exception);
            await ResponseWriter.WriteFailureAsync(context, Failures.Internal()).ConfigureAwait(false);
        }
    }

    private static ReviewResource? Review(string path) =>
        path == ReviewResource.Access.Path ? ReviewResource.Access : path == ReviewResource.Self.Path ? ReviewResource.Self : null;

    private async Task DispatchAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (path.Length > 1 && path.EndsWith('/'))
            path = path[..^1];
        if (path is "/healthz" or "/readyz" or "/livez")
        {
            await ResponseWriter.WriteBytesAsync(context, 200, "text/plain; charset=utf-8", "ok"u8.ToArray()).ConfigureAwait(false);
            return;
        }

        var identity = authenticator.Identify(context);
        if (identity is null && path != "/version")
        {
            await ResponseWriter.WriteFailureAsync(context, Failures.Unauthorized()).ConfigureAwait(false);
            return;
        }

        // To act as the administrator for somebody who asked to be less would be the worst answer.
        if (context.Request.Headers["Impersonate-User"].ToString() is { Length: > 0 } other)
        {
            await ResponseWriter.WriteFailureAsync(context, Failures.CannotImpersonate(other)).ConfigureAwait(false);
            return;
        }

        if (HttpMethods.IsGet(context.Request.Method) && (discovery.Find(context, path) ?? openApi.Find(path)) is { } document)
        {
            await document.WriteAsync(context, isImmutable: context.Request.Query["hash"] == document.Hash).ConfigureAwait(false);
            return;
        }

        await ResponseWriter.WriteAsync(context, await AnswerAsync(context, path, identity!).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private Task<ApiAnswer> AnswerAsync(HttpContext context, string path, Identity identity)
    {
        if (Review(path) is { } review)
            return ReviewEndpoint.AnswerAsync(context, review, identity);
        return Routing.Find(catalogue, path) switch
        {
            { IsServed: true } target => resources.HandleAsync(context, target),
            { } target => Task.FromResult<ApiAnswer>(Failures.NotFound(target.Resource, target.Name)),
            null => Task.FromResult<ApiAnswer>(Failures.NoSuchPath()),
        };
    }
}
