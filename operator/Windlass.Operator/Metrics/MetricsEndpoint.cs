using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Windlass.Operator.Metrics;

/// <summary><c>/metrics</c>: reads the last snapshot only, no call to the API or to a node, so a scrape is cheap whatever the operator does.</summary>
/// <param name="metrics">What to expose.</param>
internal sealed class MetricsEndpoint(MetricsListener metrics)
{
    internal async Task AnswerAsync(HttpContext context)
    {
        var format = ContentNegotiation.Format(context.Request.Headers.Accept);
        context.Response.ContentType = ContentNegotiation.ContentType(format);
        context.Response.Headers.Vary = "Accept, Accept-Encoding";
        var isGzip = ContentNegotiation.AllowsGzip(context.Request.Headers.AcceptEncoding);
        if (isGzip)
        {
            context.Response.Headers.ContentEncoding = "gzip";
        }

        if (!HttpMethods.IsGet(context.Request.Method))
        {
            return;
        }

        var text = new ArrayBufferWriter<byte>(64 * 1024);
        PrometheusExposition.Write(metrics.Collect(), format, text);
        if (!isGzip)
        {
            context.Response.ContentLength = text.WrittenCount;
            await context.Response.Body.WriteAsync(text.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        await using var zipped = new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await zipped.WriteAsync(text.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }
}
