using System.Net;
using System.Text;

namespace Windlass.EndToEnd.Harness;

/// <summary>A Kubernetes API that serves no kind at all, as one without our CustomResourceDefinitions answers about them.</summary>
internal sealed class EmptyApiServer : IDisposable
{
    private const string NotFound =
        """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"the server could not find the requested resource","reason":"NotFound","code":404}""";

    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public EmptyApiServer()
    {
        Address = OperatorProcess.FreePort();
        _listener.Prefixes.Add($"http://{Address}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    /// <summary>What leads a client here.</summary>
    public string Kubeconfig =>
        $$$"""
        apiVersion: v1
        kind: Config
        current-context: empty
        contexts: [{name: empty, context: {cluster: empty, user: nobody}}]
        clusters: [{name: empty, cluster: {server: "http://{{{Address}}}"}}]
        users: [{name: nobody, user: {token: none}}]
        """;

    public void Dispose()
    {
        _listener.Close();
        _serving.Wait(TimeSpan.FromSeconds(10));
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var exchange = await _listener.GetContextAsync();
                exchange.Response.StatusCode = 404;
                exchange.Response.ContentType = "application/json";
                await exchange.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(NotFound));
                exchange.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The listener was closed, or a client went away in mid-answer: the loop's condition tells which.
                continue;
            }
        }
    }
}
