namespace Windlass.Kubernetes.Http;

/// <summary>One use of a <see cref="Transport"/>.</summary>
internal sealed class TransportUse(Transport transport) : IDisposable
{
    private int done;

    public HttpClient Client => transport.Client;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref done, 1) == 0)
        {
            transport.Done();
        }
    }
}
