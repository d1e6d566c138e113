using System.Security.Cryptography;

using Microsoft.AspNetCore.Http;

using Windlass.ControlPlane.Serving;

namespace Windlass.ControlPlane.Discovery;

/// <summary>A document that does not change while the server runs, with the ETag by which clients revalidate it.</summary>
internal sealed class CachedDocument(string contentType, byte[] body)
{
    /// <summary>Upper-case hexadecimal SHA-256, as upstream's hashes look.</summary>
    public string Hash { get; } = Convert.ToHexString(SHA256.HashData(body));

    /// <param name="isImmutable">True when the address itself names this content, so that it may be kept for ever.</param>
    public Task WriteAsync(HttpContext context, bool isImmutable = false)
    {
        var headers = context.Response.Headers;
        var tag = $"\"{Hash}\"";
        headers.ETag = tag;
        headers.Vary = "Accept";
        headers.CacheControl = isImmutable ? "public, immutable" : "no-cache, private";
        if (!context.Request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal))
            return ResponseWriter.WriteBytesAsync(context, StatusCodes.Status200OK, contentType, body);
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }
}
