namespace Windlass.Kubernetes.Http;

/// <summary>One request without its connection: it can be sent again.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="PathAndQuery">Relative to the server, without a leading slash.</param>
/// <param name="Body">JSON text; null for none.</param>
/// <param name="ContentType">Content type of the body.</param>
internal sealed record RequestShape(HttpMethod Method, string PathAndQuery, string? Body = null, string ContentType = "application/json");
