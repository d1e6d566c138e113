using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Events;

/// <summary>
/// Tells people what happened to an object (<c>events.k8s.io/v1</c>, shown by <c>kubectl describe</c>). Best effort: recording never waits and never
/// fails; when the server cannot be reached for long, events are lost.
/// </summary>
public sealed partial class EventRecorder
{
    private const int WordLimit = 128;
    private const int NoteLimit = 1024;
    private const int NameLimit = 230;
    private readonly EventOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly EventWriter writer;
    private readonly Channel<Event> waiting;
    private long sequence;
    private int dropped;

    /// <summary>Writes nothing until <see cref="RunAsync"/> runs.</summary>
    public EventRecorder(IClusterApi api, EventOptions options, TimeProvider time, ILogger<EventRecorder> logger)
    {
        (this.options, this.time, this.logger) = (options, time, logger);
        writer = new EventWriter(api, options, time, logger);
        waiting = Channel.CreateBounded<Event>(new BoundedChannelOptions(options.Capacity) { SingleReader = true });
    }

    /// <summary>Events that were dropped because too many were waiting.</summary>
    public int Dropped => Volatile.Read(ref dropped);

    /// <summary>Records one event. Repetitions (all but the note equal) within 6 minutes are counted in one object.</summary>
    /// <param name="regarding">The object it is about.</param>
    /// <param name="type">Normal or warning.</param>
    /// <param name="reason">CamelCase word: why.</param>
    /// <param name="action">CamelCase word: what was done.</param>
    /// <param name="note">A sentence for people; cut at 1024 bytes.</param>
    public void Record(IResource regarding, EventType type, string reason, string action, string note)
    {
        var now = time.GetUtcNow();
        var meta = regarding.Metadata;
        var occurred = new Event
        {
            Metadata = new ObjectMeta { Name = NameFor(meta.Name, now), Namespace = meta.Namespace ?? options.ClusterNamespace },
            EventTime = now,
            ReportingController = options.Controller,
            ReportingInstance = Cut(options.Instance, WordLimit),
            Action = Cut(action, WordLimit),
            Reason = Cut(reason, WordLimit),
            Type = type.ToString(),
            Note = Cut(note, NoteLimit),
            Regarding = new ObjectReference
            {
                ApiVersion = regarding.ApiVersion,
                Kind = regarding.Kind,
                Namespace = meta.Namespace,
                Name = meta.Name,
                Uid = meta.Uid,
                ResourceVersion = meta.ResourceVersion,
            },
        };
        if (!waiting.Writer.TryWrite(occurred) && Interlocked.Increment(ref dropped) == 1)
        {
            LogDropping(logger, options.Capacity);
        }
    }

    /// <summary>
    /// Writes until the token is cancelled; then what is waiting gets a last 2 s. Events recorded before the start are written too.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
        var tick = ticks.WaitForNextTickAsync(CancellationToken.None).AsTask();
        try
        {
            var arrival = waiting.Reader.WaitToReadAsync(cancellation).AsTask();
            while (true)
            {
                await Task.WhenAny(arrival, tick).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
                if (arrival.IsCompleted)
                {
                    await DrainAsync(cancellation).ConfigureAwait(false);
                    arrival = waiting.Reader.WaitToReadAsync(cancellation).AsTask();
                }

                if (tick.IsCompleted)
                {
                    await writer.TickAsync(cancellation).ConfigureAwait(false);
                    tick = ticks.WaitForNextTickAsync(CancellationToken.None).AsTask();
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await FlushAsync().ConfigureAwait(false);
        }
    }

    private async Task DrainAsync(CancellationToken cancellation)
    {
        while (waiting.Reader.TryRead(out var occurred))
        {
            await writer.WriteAsync(occurred, cancellation).ConfigureAwait(false);
        }
    }

    private async Task FlushAsync()
    {
        using var last = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
        try
        {
            await DrainAsync(last.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (last.IsCancellationRequested)
        {
            LogUnwritten(logger, waiting.Reader.Count + 1);
        }
    }

    // Time and a counter: two events of one object in one tick of the clock are two objects.
    private string NameFor(string name, DateTimeOffset now) =>
        $"{(name.Length > NameLimit ? name[..NameLimit] : name)}.{now.UtcTicks + Interlocked.Increment(ref sequence):x16}";

    private static string Cut(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
        {
            return text;
        }

        var end = Math.Min(text.Length, bytes);
        while (end > 0 && (Encoding.UTF8.GetByteCount(text.AsSpan(0, end)) > bytes || char.IsHighSurrogate(text[end - 1])))
        {
            end--;
        }

        return text[..end];
    }
}
