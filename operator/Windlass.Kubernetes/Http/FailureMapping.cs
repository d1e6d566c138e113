using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Http;

/// <summary>What a refused request means: HTTP status, and <see cref="Status"/> when the server sent one.</summary>
internal static class FailureMapping
{
    private const int MessageLimit = 300;

    public static ApiFailure From(int code, ReadOnlySpan<byte> body, TimeSpan? retryAfter)
    {
        var status = Decode(body);
        var message = status?.Message is { Length: > 0 } text ? text : $"HTTP {code}: {Excerpt(body)}";
        return From((status ?? new Status()) with { Message = message, Code = code }, retryAfter);
    }

    /// <summary>A status, from an answer or from inside a watch.</summary>
    public static ApiFailure From(Status status, TimeSpan? retryAfter)
    {
        var message = status.Message ?? status.Reason ?? "the server gave no reason";
        var wait = retryAfter ?? (status.Details?.RetryAfterSeconds is > 0 and int seconds ? TimeSpan.FromSeconds(seconds) : null);
        return status switch
        {
            { Reason: "Expired" or "Gone" } or { Code: 410 } => new ApiFailure.Expired(message),
            { Code: 504 } when IsTooLarge(status) => new ApiFailure.Expired(message),
            { Code: 404 } => new ApiFailure.NotFound(message),
            { Code: 409, Reason: "AlreadyExists" } => new ApiFailure.AlreadyExists(message),
            { Code: 409 } => new ApiFailure.Conflict(message),
            { Code: 403 } => new ApiFailure.Forbidden(message),
            { Code: 401 } => new ApiFailure.Unauthorized(message),
            { Code: 429 or >= 500 or < 400 } => new ApiFailure.Unavailable(message, wait),
            _ => new ApiFailure.Invalid(message, Causes(status)),
        };
    }

    private static bool IsTooLarge(Status status) =>
        status.Message?.Contains("Too large resource version", StringComparison.OrdinalIgnoreCase) == true
        || status.Details?.Causes?.Any(cause => cause.Reason == "ResourceVersionTooLarge") == true;

    private static ImmutableArray<FailureCause> Causes(Status status) =>
        [.. (status.Details?.Causes ?? []).Select(cause => new FailureCause(cause.Field ?? "", cause.Reason ?? "", cause.Message ?? ""))];

    private static Status? Decode(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, KubeJson.Default.Status);
        }
        catch (JsonException)
        {
            // Proxies answer with HTML; the status code and an excerpt are all there is.
            return null;
        }
    }

    private static string Excerpt(ReadOnlySpan<byte> body) =>
        body.IsEmpty ? "no body" : Encoding.UTF8.GetString(body[..Math.Min(body.Length, MessageLimit)]).Trim();
}
