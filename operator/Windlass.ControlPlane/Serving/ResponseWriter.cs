using System.Globalization;

using Microsoft.AspNetCore.Http;

using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Serving;

/// <summary>Puts answers on the wire.</summary>
internal static class ResponseWriter
{
    public const string Json = "application/json";

    public static Task WriteAsync(HttpContext context, ApiAnswer answer) => answer switch
    {
        ApiAnswer.Document document => WriteDocumentAsync(context, document),
        ApiAnswer.Refused refused => WriteFailureAsync(context, refused.Failure),
        ApiAnswer.Sent => Task.CompletedTask,
        _ => throw new InvalidOperationException(),
    };

    public static Task WriteFailureAsync(HttpContext context, ApiFailure failure)
    {
        // The head of a stream that has begun cannot be taken back; ending it tells the client to try again.
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        if (failure.RetryAfterSeconds > 0)
            context.Response.Headers.RetryAfter = failure.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return WriteBytesAsync(context, failure.Code, Json, JsonText.Bytes(StatusDocument.Of(failure)));
    }

    public static async Task WriteBytesAsync(HttpContext context, int code, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static Task WriteDocumentAsync(HttpContext context, ApiAnswer.Document document)
    {
        foreach (var warning in document.Warnings)
            context.Response.Headers.Append("Warning", $"299 - \"{Escape(warning)}\"");
        return WriteBytesAsync(context, document.Code, Json, document.Body);
    }

    /// <summary>A quoted string of RFC 9110; header values are ASCII, so anything else is shown as a question mark.</summary>
    private static string Escape(string text) => string.Concat(text.Select(c => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        < ' ' or > '~' => "?",
        _ => c.ToString(),
    }));
}
