namespace Windlass.ControlPlane.Storage;

/// <summary>A write waiting for its turn, and for its bytes to be on disk before its caller hears of it.</summary>
internal abstract class PendingWrite
{
    /// <summary>Runs the write; false when it threw, in which case nothing of it is kept and its caller is told at once.</summary>
    public abstract bool TryRun(Transaction transaction);

    public abstract void Acknowledge();

    public abstract void Fail(Exception exception);
}

/// <inheritdoc cref="PendingWrite"/>
internal sealed class PendingWrite<T>(Func<Transaction, T> body) : PendingWrite
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Done => _done.Task;

    public override bool TryRun(Transaction transaction)
    {
        try
        {
            _result = body(transaction);
            return true;
        }
        catch (Exception exception)
        {
            _done.SetException(exception);
            return false;
        }
    }

    public override void Acknowledge() => _done.SetResult(_result!);

    public override void Fail(Exception exception) => _done.SetException(exception);
}
