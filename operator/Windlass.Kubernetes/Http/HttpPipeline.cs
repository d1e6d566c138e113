using System.Net.Http.Headers;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Configuration;

namespace Windlass.Kubernetes.Http;

/// <summary>Sends requests: credentials, connection pool, deadline, retries. Knows nothing about resources.</summary>
internal sealed partial class HttpPipeline : IDisposable
{
    private readonly ClusterConnection connection;
    private readonly TimeProvider time;
    private readonly ClientOptions options;
    private readonly ILogger logger;
    private readonly CredentialSource credentials;
    private readonly TransportSource transports;
    private readonly SemaphoreSlim slots;

    public HttpPipeline(ClusterConnection connection, TimeProvider time, ILogger logger, ClientOptions options)
    {
        this.connection = connection;
        this.time = time;
        this.options = options;
        this.logger = logger;
        credentials = CredentialSource.For(connection, time);
        transports = new TransportSource(connection, time, options);
        slots = new SemaphoreSlim(options.Concurrency);
        if (connection.InsecureSkipTlsVerify)
        {
            LogInsecure(logger, connection.Server);
        }
    }

    public TimeProvider Time => time;

    /// <summary>One operation with all its retries, under the deadline.</summary>
    public async Task<ApiOutcome<HttpAnswer>> SendAsync(RequestShape shape, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(options.RequestTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        ApiFailure? last = null;
        try
        {
            await slots.WaitAsync(both.Token).ConfigureAwait(false);
            try
            {
                for (var attempt = 1; ; attempt++)
                {
                    var outcome = await AttemptAsync(shape, both.Token).ConfigureAwait(false);
                    last = outcome.Failure;
                    if (last is null || RetryRule.Delay(shape.Method, last, attempt) is not { } wait)
                    {
                        return outcome;
                    }

                    LogRetry(logger, shape.Method, shape.PathAndQuery, attempt, wait, last.Message);
                    await Task.Delay(wait, time, both.Token).ConfigureAwait(false);
                }
            }
            finally
            {
                slots.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var reason = last is null ? "" : $"; before that: {last.Message}";
            return new ApiFailure.Unavailable(
                $"{connection.Server}: no answer within {options.RequestTimeout.TotalSeconds:0} s{reason}", Reach: ServerReach.NoAnswer);
        }
    }

    /// <summary>Opens a stream; neither retried nor counted among the concurrent requests. The caller disposes what it gets.</summary>
    public async Task<ApiOutcome<HttpStream>> OpenAsync(RequestShape shape, CancellationToken cancellation)
    {
        var opened = await TryOpenAsync(shape, cancellation).ConfigureAwait(false);
        return opened.Failure is ApiFailure.Unauthorized ? await TryOpenAsync(shape, cancellation).ConfigureAwait(false) : opened;
    }

    public void Dispose()
    {
        transports.Dispose();
        slots.Dispose();
        (credentials as IDisposable)?.Dispose();
    }

    private async Task<ApiOutcome<HttpAnswer>> AttemptAsync(RequestShape shape, CancellationToken cancellation)
    {
        var opened = await OpenAsync(shape, cancellation).ConfigureAwait(false);
        if (!opened.TryGet(out var stream, out var failure))
        {
            return failure;
        }

        using (stream)
        {
            try
            {
                return new HttpAnswer(await stream.Response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false));
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return new ApiFailure.Unavailable($"{connection.Server}: the answer broke off ({e.Message})", Reach: ServerReach.NoAnswer);
            }
        }
    }

    private async Task<ApiOutcome<HttpStream>> TryOpenAsync(RequestShape shape, CancellationToken cancellation)
    {
        var asked = await credentials.GetAsync(cancellation).ConfigureAwait(false);
        if (asked is not CredentialOutcome.Found { Credential: var credential })
        {
            return new ApiFailure.Unauthorized(((CredentialOutcome.Missing)asked).Message);
        }

        var transport = transports.Use(credential);
        if (transport is not TransportOutcome.Ready { Use: var use })
        {
            return new ApiFailure.Unavailable(((TransportOutcome.Unusable)transport).Message, Reach: ServerReach.NotReached);
        }

        var outcome = await ExchangeAsync(shape, credential, use, cancellation).ConfigureAwait(false);
        if (outcome.Failure is ApiFailure.Unauthorized)
        {
            credentials.Refused(credential);
        }

        return outcome;
    }

    private async Task<ApiOutcome<HttpStream>> ExchangeAsync(
        RequestShape shape, Credential credential, TransportUse use, CancellationToken cancellation)
    {
        HttpResponseMessage? response = null;
        var handedOver = false;
        try
        {
            using var request = Message(shape, credential);
            response = await use.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                var body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
                return FailureMapping.From((int)response.StatusCode, body, Wish(response.Headers.RetryAfter));
            }

            handedOver = true;
            return new HttpStream(response, use);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return NotAnswered(e);
        }
        finally
        {
            if (!handedOver)
            {
                response?.Dispose();
                use.Dispose();
            }
        }
    }

    private ApiFailure NotAnswered(Exception e)
    {
        if (e.InnerException is AuthenticationException tls)
        {
            transports.ReadAgain();
            return new ApiFailure.Unavailable(
                $"{connection.Server}: TLS failed ({tls.Message}); check the certificate authority and tls-server-name", Reach: ServerReach.NotReached);
        }

        var reached = (e as HttpRequestException)?.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.ProxyTunnelError or HttpRequestError.SecureConnectionError
            ? ServerReach.NotReached
            : ServerReach.NoAnswer;
        return new ApiFailure.Unavailable($"{connection.Server}: {e.Message}", Reach: reached);
    }

    private HttpRequestMessage Message(RequestShape shape, Credential credential)
    {
        var request = new HttpRequestMessage(shape.Method, shape.PathAndQuery)
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.Authorization = credential.Authorization;
        if (connection is { TlsServerName: { } name, ProxyUrl: not null })
        {
            request.Headers.Host = name;
        }

        if (shape.Body is { } body)
        {
            request.Content = new StringContent(body, System.Text.Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(shape.ContentType);
        }

        return request;
    }

    private TimeSpan? Wish(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date && date > time.GetUtcNow() ? date - time.GetUtcNow() : null);
}
