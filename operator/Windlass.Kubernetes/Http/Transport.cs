namespace Windlass.Kubernetes.Http;

/// <summary>
/// One connection pool and its users. When certificates change it is retired: nobody new gets it, and it is closed when the last user is done, so
/// that a rotation breaks no request.
/// </summary>
internal sealed class Transport(HttpClient client, TransportKey key)
{
    private readonly Lock gate = new();
    private int users;
    private bool retired;

    public HttpClient Client => client;

    public TransportKey Key => key;

    /// <summary>A use of this pool; dispose it when done. Null when it was retired meanwhile.</summary>
    public TransportUse? Use()
    {
        lock (gate)
        {
            if (retired)
            {
                return null;
            }

            users++;
            return new(this);
        }
    }

    public void Retire()
    {
        lock (gate)
        {
            retired = true;
            CloseWhenUnused();
        }
    }

    internal void Done()
    {
        lock (gate)
        {
            users--;
            CloseWhenUnused();
        }
    }

    private void CloseWhenUnused()
    {
        if (retired && users == 0)
        {
            client.Dispose();
        }
    }
}
