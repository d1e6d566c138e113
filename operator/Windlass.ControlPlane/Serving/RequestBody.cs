using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

using Microsoft.AspNetCore.Http;

using Windlass.ControlPlane.Protobuf;
using Windlass.ControlPlane.Schema;
using Windlass.ControlPlane.Writing;

namespace Windlass.ControlPlane.Serving;

/// <summary>Request bodies: JSON, YAML, and for a few kinds protobuf, which kubectl 1.32 and later send for built-in kinds.</summary>
internal static class RequestBody
{
    /// <summary>Bytes; as upstream. Larger objects have no business in a control plane.</summary>
    public const int Limit = 3 * 1024 * 1024;

    public const string Protobuf = "application/vnd.kubernetes.protobuf";

    /// <summary>The bytes, or null when there are too many.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > Limit)
            return null;
        var buffer = new ArrayBufferWriter<byte>();
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer.GetMemory(16 * 1024), context.RequestAborted).ConfigureAwait(false)) > 0)
        {
            buffer.Advance(read);
            if (buffer.WrittenCount > Limit)
                return null;
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The media type without parameters, in lower case; JSON when none is stated.</summary>
    public static string MediaType(HttpContext context)
    {
        var type = (context.Request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();
        return type.Length == 0 ? "application/json" : type;
    }

    public static Decoded Object(string mediaType, byte[] body) => mediaType switch
    {
        "application/json" => Json(body),
        "application/yaml" => YamlObject(body),
        Protobuf => KubernetesProtobuf.Decode(body),
        _ => new Decoded.Refused(Failures.UnsupportedMediaType(
            $"the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, {Protobuf}")),
    };

    public static Decoded Json(byte[] body)
    {
        var parsed = StrictJson.Parse(body);
        return parsed.Object is { } tree
            ? new Decoded.Body(tree, parsed.Complaints([]))
            : new Decoded.Refused(Failures.BadRequest(parsed.Error ?? "the body is no JSON object"));
    }

    /// <summary>Null when the body is no JSON array.</summary>
    public static JsonArray? Array(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonArray;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Apply configurations are YAML by their content type, and nearly always JSON in fact.</summary>
    public static Decoded YamlObject(byte[] body)
    {
        if (body.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("{"u8) && Json(body) is Decoded.Body json)
            return json;
        try
        {
            return Yaml.ToJson(Encoding.UTF8.GetString(body)) is [var only]
                ? new Decoded.Body(only, [])
                : new Decoded.Refused(Failures.BadRequest("error decoding YAML: exactly one object is expected"));
        }
        catch (InvalidDefinitionException exception)
        {
            return new Decoded.Refused(Failures.BadRequest($"error decoding YAML: {exception.Message}"));
        }
    }
}
