using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Windlass.Operator.Resources;

/// <summary>Compares what would be written with what is there: a write that changes nothing is not sent.</summary>
internal static class SameJson
{
    public static bool Are<T>(T? left, T? right, JsonTypeInfo<T> json)
        where T : class
    {
        if (left is null || right is null)
        {
            return left is null && right is null;
        }

        return JsonSerializer.SerializeToUtf8Bytes(left, json).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(right, json));
    }
}
