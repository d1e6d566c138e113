using System.Threading.Channels;

using Microsoft.Extensions.Logging;

namespace Windlass.ControlPlane.Storage;

/// <summary>
/// All objects, in memory for reading and in one SQLite file for keeping. One writer: writes run one after another against the newest state, those
/// that
/// wait together share one commit, and a caller hears of its write only after the commit is on disk. Readers take <see cref="Current"/> and never
/// wait.
/// </summary>
internal sealed partial class ObjectStore : IAsyncDisposable
{
    /// <summary>Writes per commit, so that one commit never keeps the first of its callers waiting for long.</summary>
    private const int BatchLimit = 256;

    private readonly Channel<PendingWrite> _queue = Channel.CreateUnbounded<PendingWrite>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SqliteFile _file;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _writer;
    private Snapshot _current;

    private ObjectStore(SqliteFile file, Snapshot loaded, ChangeLogLimits limits, TimeProvider time, ILogger logger)
    {
        _file = file;
        _current = loaded;
        _time = time;
        _logger = logger;
        Changes = new ChangeLog(loaded.Revision, limits);
        _writer = Task.Run(WriteLoopAsync);
    }

    public Snapshot Current => Volatile.Read(ref _current);

    public ChangeLog Changes { get; }

    /// <summary>Opens or creates the store of a directory.</summary>
    /// <exception cref="ControlPlaneUnavailableException">The file is in use, foreign, damaged, or from a newer release.</exception>
    public static ObjectStore Open(string directory, ChangeLogLimits limits, TimeProvider time, ILogger logger)
    {
        var file = SqliteFile.Open(directory);
        try
        {
            var loaded = file.Load();
            LogLoaded(logger, loaded.All.Count(), loaded.Revision);
            return new ObjectStore(file, loaded, limits, time, logger);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Runs a write when its turn comes and completes when what it changed is durable. The body may run on any thread, must not wait, and must not
    /// keep the
    /// transaction. If it throws, or the commit fails, nothing of it happened.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<Transaction, T> body)
    {
        var write = new PendingWrite<T>(body);
        if (!_queue.Writer.TryWrite(write))
            write.Fail(new ObjectDisposedException(nameof(ObjectStore)));
        return write.Done;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writer.ConfigureAwait(false);
        _file.Dispose();
    }

    private async Task WriteLoopAsync()
    {
        var batch = new List<PendingWrite>();
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            var now = _time.GetUtcNow();
            var state = _current;
            var changes = new List<Change>();
            while (batch.Count < BatchLimit && _queue.Reader.TryRead(out var write))
            {
                var transaction = new Transaction(state, now);
                if (!write.TryRun(transaction))
                    continue;
                state = transaction.State;
                changes.AddRange(transaction.Changes);
                batch.Add(write);
            }

            Commit(batch, state, changes, now);
        }
    }

    private void Commit(List<PendingWrite> batch, Snapshot state, List<Change> changes, DateTimeOffset now)
    {
        try
        {
            if (changes.Count > 0)
                _file.Save(changes);
        }
        catch (Exception exception)
        {
            LogCommitFailed(_logger, changes.Count, exception);
            batch.ForEach(write => write.Fail(exception));
            return;
        }

        Volatile.Write(ref _current, state);
        if (changes.Count > 0)
            Changes.Append(changes, now);
        batch.ForEach(write => write.Acknowledge());
    }
}
