using System.IO.Pipelines;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Selection;
using Windlass.ControlPlane.Serving;
using Windlass.ControlPlane.Storage;
using Windlass.ControlPlane.Watching;

namespace Windlass.ControlPlane.Tests.Watching;

/// <summary>A watch of config maps straight on the store, its client at the other end of a pipe that holds little.</summary>
internal sealed class WatchedPipe : IAsyncDisposable
{
    private const int Room = 4096;

    private readonly CancellationTokenSource _stop = new();
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: Room, resumeWriterThreshold: Room / 2, useSynchronizationContext: false));
    private readonly StreamReader _reader;
    private readonly Task _running;

    public WatchedPipe(ObjectStore store, TimeProvider time, long from, TimeSpan? timeout = null)
    {
        var resource = CatalogueLoader.Load([]).Find("", "v1", "configmaps")!;
        var everything = new ObjectSelection("", LabelSelector.Everything, FieldSelector.Everything);
        var options = new ReadOptions(everything, 0, "", from, "", IsWatch: true, timeout, AllowBookmarks: true, SendInitialEvents: null, "");
        var presenter = new ObjectPresenter(resource, Presentation.Whole, "", time);
        var stream = new WatchStream(store, resource, options, new WatchFrames(resource, presenter), new WatchClock(timeout, time), time);
        Start = from;
        _reader = new StreamReader(_pipe.Reader.AsStream());
        _running = Task.Run(async () =>
        {
            await stream.RunAsync(_pipe.Writer, _stop.Token);
            await _pipe.Writer.CompleteAsync();
        });
    }

    /// <summary>The revision after which it shows changes.</summary>
    public long Start { get; }

    /// <summary>The next event; null when the server has ended the watch.</summary>
    public async Task<JsonObject?> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await _reader.ReadLineAsync(limit.Token) is { } line ? JsonNode.Parse(line)!.AsObject() : null;
    }

    public static long VersionOf(JsonObject change) =>
        long.Parse(change["object"]!["metadata"]!["resourceVersion"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _reader.Dispose();
        _stop.Dispose();
    }
}
