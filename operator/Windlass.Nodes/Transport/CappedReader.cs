using System.Text;

namespace Windlass.Nodes.Transport;

/// <summary>Reads a stream of a child process to its end and holds at most so many bytes of it.</summary>
internal sealed class CappedReader(Stream stream, int cap)
{
    private readonly MemoryStream held = new();
    private readonly Lock gate = new();

    /// <summary>What was read so far, as text; bytes that are no UTF-8 become replacement characters.</summary>
    public string Text
    {
        get
        {
            lock (gate)
            {
                return Encoding.UTF8.GetString(held.GetBuffer(), 0, (int)held.Length);
            }
        }
    }

    /// <summary>Reads to the end.</summary>
    /// <param name="onOverflow">Called once when there is more than fits; reading goes on, so that the child does not block, and forgets.</param>
    public async Task ReadAsync(Action onOverflow)
    {
        var buffer = new byte[16 * 1024];
        var isFull = false;
        while (await NextAsync(buffer).ConfigureAwait(false) is > 0 and var count)
        {
            if (isFull)
            {
                continue;
            }

            lock (gate)
            {
                held.Write(buffer, 0, Math.Min(count, cap - (int)held.Length));
                isFull = held.Length >= cap;
            }

            if (isFull)
            {
                onOverflow();
            }
        }
    }

    private async Task<int> NextAsync(byte[] buffer)
    {
        try
        {
            return await stream.ReadAsync(buffer).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The process was disposed of under us: the same as the end of its output.
            return 0;
        }
    }
}
