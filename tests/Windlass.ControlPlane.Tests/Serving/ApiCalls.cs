using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Tests.Serving;

/// <summary>Plain HTTP to an API server, without our own client in between.</summary>
internal static class ApiCalls
{
    public static async Task<Reply> CallAsync(
        this HttpClient client, HttpMethod method, string path, string? body = null, string contentType = "application/json", string? accept = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(contentType));
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var warnings = response.Headers.TryGetValues("Warning", out var values) ? string.Join("; ", values) : "";
        return new Reply((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : [], warnings);
    }
}
