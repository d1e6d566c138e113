using System.Text.Json.Nodes;

namespace Windlass.Testing;

/// <summary>What the in-memory cluster answers: an HTTP status and an object or a Status.</summary>
internal sealed record StoreAnswer(int Code, JsonObject Body)
{
    public bool IsSuccess => Code < 300;

    public static StoreAnswer Failure(int code, string reason, string message) => new(code, new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Status",
        ["status"] = "Failure",
        ["reason"] = reason,
        ["message"] = message,
        ["code"] = code,
    });
}
