using System.Runtime.CompilerServices;
using System.Text.Json;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Http;

/// <summary>
/// One watch over HTTP: a stream of JSON values. A stream that breaks off, even inside a value, is a disconnect and simply ends; so does one that is
/// silent for longer than the server was asked to keep it open.
/// </summary>
internal static class HttpWatch
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async IAsyncEnumerable<WatchEvent<T>> RunAsync<T>(
        HttpPipeline pipeline, ResourceType<T> type, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class, IResource
    {
        using var deadline = new CancellationTokenSource(options.Timeout + Patience, pipeline.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var opened = await OpenAsync(pipeline, type, options, both.Token, cancellation).ConfigureAwait(false);
        if (!opened.TryGet(out var http, out var failure))
        {
            yield return new WatchEvent<T>.Failed(failure);
            yield break;
        }

        using (http)
        {
            await using var frames = Frames(http, both.Token).GetAsyncEnumerator(both.Token);
            while (await NextAsync(frames, cancellation).ConfigureAwait(false) is { } frame)
            {
                var decoded = Decode(frame, type);
                yield return decoded;
                if (decoded is WatchEvent<T>.Failed)
                {
                    yield break;
                }
            }
        }
    }

    private static async Task<ApiOutcome<HttpStream>> OpenAsync<T>(
        HttpPipeline pipeline, ResourceType<T> type, WatchOptions options, CancellationToken both, CancellationToken cancellation)
        where T : class, IResource
    {
        var path = RequestPath.Watch(RequestPath.Collection(type, options.Namespace), options);
        try
        {
            return await pipeline.OpenAsync(new RequestShape(HttpMethod.Get, path), both).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ApiFailure.Unavailable("the watch was not opened in time", Reach: ServerReach.NoAnswer);
        }
    }

    private static async IAsyncEnumerable<WatchFrame?> Frames(HttpStream http, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = await http.Response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var frames = JsonSerializer.DeserializeAsyncEnumerable(stream, KubeJson.Default.WatchFrame, topLevelValues: true, cancellation);
        await foreach (var frame in frames.ConfigureAwait(false))
        {
            yield return frame;
        }
    }

    private static async Task<WatchFrame?> NextAsync(IAsyncEnumerator<WatchFrame?> frames, CancellationToken cancellation)
    {
        try
        {
            return await frames.MoveNextAsync().ConfigureAwait(false) ? frames.Current : null;
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or IOException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    private static WatchEvent<T> Decode<T>(WatchFrame frame, ResourceType<T> type)
        where T : class, IResource
    {
        switch (frame.Type)
        {
            case "ADDED" or "MODIFIED":
                return WireObject.Decode(frame.Object, type.Json).TryGet(out var applied, out var fault)
                    ? new WatchEvent<T>.Applied(applied)
                    : new WatchEvent<T>.Failed(fault);
            case "DELETED":
                return WireObject.Decode(frame.Object, type.Json).TryGet(out var deleted, out fault)
                    ? new WatchEvent<T>.Deleted(deleted)
                    : new WatchEvent<T>.Failed(fault);
            case "BOOKMARK":
                return WireObject.Decode(frame.Object, KubeJson.Default.ObjectFrame).TryGet(out var mark, out fault)
                    ? new WatchEvent<T>.Bookmark(mark.Metadata?.ResourceVersion ?? "")
                    : new WatchEvent<T>.Failed(fault);
            case "ERROR":
                return new WatchEvent<T>.Failed(
                    WireObject.Decode(frame.Object, KubeJson.Default.Status).TryGet(out var status, out fault)
                        ? FailureMapping.From(status, null)
                        : fault);
            default:
                return new WatchEvent<T>.Failed(new ApiFailure.Unavailable($"the watch sent a frame of unknown type {frame.Type}"));
        }
    }
}
