namespace Windlass.Kubernetes.Http;

/// <summary>A successful answer whose body is still to be read.</summary>
internal sealed class HttpStream(HttpResponseMessage response, TransportUse use) : IDisposable
{
    public HttpResponseMessage Response => response;

    public void Dispose()
    {
        response.Dispose();
        use.Dispose();
    }
}
