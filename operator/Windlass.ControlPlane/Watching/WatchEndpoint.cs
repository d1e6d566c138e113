using Microsoft.AspNetCore.Http;

using Windlass.ControlPlane.Serving;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Watching;

/// <summary>watch=true: what is there, if asked, and then every change, until the client, the timeout or the server ends it.</summary>
internal sealed class WatchEndpoint(ObjectStore store, TimeProvider time)
{
    public async Task<ApiAnswer> WatchAsync(
        HttpContext context, RequestTarget target, ReadOptions options, ObjectPresenter presenter, CancellationToken stopping)
    {
        if (Check(options) is { } failure)
            return failure;
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = ResponseWriter.Json;
        var stream = new WatchStream(
            store, target.Resource, options, new WatchFrames(target.Resource, presenter), new WatchClock(options.Timeout, time), time);
        try
        {
            // Headers at once: a client takes their arrival for "the watch is on".
            await context.Response.StartAsync(linked.Token).ConfigureAwait(false);
            await context.Response.BodyWriter.FlushAsync(linked.Token).ConfigureAwait(false);
            await stream.RunAsync(context.Response.BodyWriter, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (linked.IsCancellationRequested)
        {
            // The client left or the server stops: both are how watches normally end.
        }

        return new ApiAnswer.Sent();
    }

    private ApiFailure? Check(ReadOptions options)
    {
        if (options.ResourceVersion is { } asked && asked > store.Current.Revision)
            return Failures.TooNew(asked, store.Current.Revision);
        if (options.SendInitialEvents is null)
            return options.ResourceVersionMatch.Length == 0
                ? null
                : Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        if (options.ResourceVersionMatch != "NotOlderThan")
            return Forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        return options.SendInitialEvents == true && !options.AllowBookmarks
            ? Forbidden("sendInitialEvents", "sendInitialEvents requires setting allowWatchBookmarks to true")
            : null;
    }

    private static ApiFailure Forbidden(string field, string why) =>
        Failures.Invalid("ListOptions", "meta.k8s.io", "", [new FailureCause("FieldValueForbidden", $"Forbidden: {why}", field)]);
}
