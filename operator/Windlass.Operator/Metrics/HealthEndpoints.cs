using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Windlass.Operator.Metrics;

/// <summary><c>/healthz</c> (restart me when it fails) and <c>/readyz</c> (I have seen the cluster): 200 with <c>ok</c>, or 503 with one problem a line.</summary>
/// <param name="loops">Behind <c>/healthz</c>.</param>
/// <param name="caches">Behind <c>/readyz</c>.</param>
internal sealed class HealthEndpoints(LoopProgress loops, CacheReadiness caches)
{
    internal Task HealthAsync(HttpContext context) => AnswerAsync(context, loops.Problems());

    internal Task ReadyAsync(HttpContext context) => AnswerAsync(context, caches.Problems());

    private static async Task AnswerAsync(HttpContext context, ImmutableArray<string> problems)
    {
        var text = problems.IsEmpty ? "ok\n" : string.Join('\n', problems) + "\n";
        context.Response.StatusCode = problems.IsEmpty ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted).ConfigureAwait(false);
        }
    }
}
