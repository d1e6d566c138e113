using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Serving;

/// <summary>What an endpoint answers.</summary>
internal abstract record ApiAnswer
{
    private ApiAnswer()
    {
    }

    /// <summary>A JSON document.</summary>
    /// <param name="Warnings">Sent as Warning headers, which kubectl prints.</param>
    public sealed record Document(int Code, ReadOnlyMemory<byte> Body, ImmutableArray<string> Warnings) : ApiAnswer;

    public sealed record Refused(ApiFailure Failure) : ApiAnswer;

    /// <summary>The endpoint has written the response itself (watches, long lists).</summary>
    public sealed record Sent : ApiAnswer;

    public static ApiAnswer Json(int code, JsonNode body) => new Document(code, Storage.JsonText.Bytes(body), []);

    public static implicit operator ApiAnswer(ApiFailure failure) => new Refused(failure);
}
