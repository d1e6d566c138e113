using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Windlass.Kubernetes.Api;

namespace Windlass.Operator.Page;

/// <summary>
/// A run as server-sent events: <c>whole</c> first, then <c>change</c> with what is new, once a second at most; <c>beat</c> every few seconds. A
/// reader that says which event it had last gets what it missed. One that reads slowly gets fewer and larger events; one that does not read at all is let go.
/// </summary>
internal sealed class RunStreams(RunFeeds feeds, PageAccess access, TimeProvider time)
{
    /// <summary>Readers at once; a page that is refused says so and tries again.</summary>
    private const int Most = 64;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    /// <summary>How long a reader may take for one event.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private int _readers;

    public async Task ServeAsync(HttpContext context, ResourceKey key, string authorization, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _readers) > Most)
        {
            Interlocked.Decrement(ref _readers);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "10";
            return;
        }

        try
        {
            context.Response.ContentType = "text/event-stream; charset=utf-8";
            if (HttpMethods.IsGet(context.Request.Method))
            {
                await FollowAsync(context, key, authorization, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _readers);
        }
    }

    private async Task FollowAsync(HttpContext context, ResourceKey key, string authorization, CancellationToken cancellation)
    {
        var (last, beaten) = (context.Request.Headers["Last-Event-ID"].ToString(), DateTimeOffset.MinValue);
        using var timer = new PeriodicTimer(Turn, time);
        do
        {
            if (await access.OfAsync(authorization, key.Namespace, cancellation).ConfigureAwait(false) is AccessVerdict.Unknown or AccessVerdict.Forbidden)
            {
                await SendAsync(context, null, "refused", "{}"u8.ToArray(), cancellation).ConfigureAwait(false);
                return;
            }

            if (!feeds.TryGet(key, out var feed))
            {
                await SendAsync(context, null, "deleted", "{}"u8.ToArray(), cancellation).ConfigureAwait(false);
                return;
            }

            last = await SendNewsAsync(context, feed, last, cancellation).ConfigureAwait(false);
            if (time.GetUtcNow() - beaten >= Beat)
            {
                beaten = time.GetUtcNow();
                await SendAsync(context, null, "beat", JsonSerializer.SerializeToUtf8Bytes(new PageBeat(beaten, feeds.BehindSince), PageJson.Default.PageBeat), cancellation).ConfigureAwait(false);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false));
    }

    private async Task<string> SendNewsAsync(HttpContext context, RunFeed feed, string last, CancellationToken cancellation)
    {
        // The version first: what comes in between is sent twice rather than never.
        var version = feed.Version;
        var id = $"{feed.Epoch}-{version}";
        if (id == last)
        {
            return last;
        }

        var picture = feed.Since(VersionIn(last, feed.Epoch));
        await SendAsync(context, id, picture.IsWhole ? "whole" : "change", JsonSerializer.SerializeToUtf8Bytes(picture, PageJson.Default.RunPicture), cancellation).ConfigureAwait(false);
        return id;
    }

    private static long? VersionIn(string id, string epoch) =>
        id.StartsWith(epoch + "-", StringComparison.Ordinal) && long.TryParse(id.AsSpan(epoch.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    private async Task SendAsync(HttpContext context, string? id, string name, byte[] data, CancellationToken cancellation)
    {
        using var late = time.CreateTimer(_ => context.Abort(), null, Patience, Timeout.InfiniteTimeSpan);
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"{(id is null ? "" : $"id: {id}\n")}event: {name}\ndata: "), cancellation).ConfigureAwait(false);
        await context.Response.Body.WriteAsync(data, cancellation).ConfigureAwait(false);
        await context.Response.Body.WriteAsync("\n\n"u8.ToArray(), cancellation).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellation).ConfigureAwait(false);
    }
}
