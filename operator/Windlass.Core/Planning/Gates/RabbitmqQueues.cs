using System.Collections.Immutable;
using System.Text.Json;

namespace Windlass.Core.Planning.Gates;

/// <summary>
/// The answer of <c>rabbitmqctl list_queues --formatter json name messages</c>: a JSON list with an object for each queue, after lines that
/// the Erlang machine may print before it. Source: rabbitmq-server:deps/rabbitmq_cli (formatters/json.ex, list_queues_command.ex).
/// </summary>
public static class RabbitmqQueues
{
    /// <summary>Reads the answer; null when it is not understood in full. No input throws.</summary>
    /// <param name="output">What was printed.</param>
    public static ImmutableArray<QueueDepth>? Parse(string output)
    {
        var start = output.StartsWith('[') ? 0 : output.IndexOf("\n[", StringComparison.Ordinal) + 1;
        if (start == 0 && !output.StartsWith('['))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(output.AsMemory(start));
            return document.RootElement.ValueKind == JsonValueKind.Array ? Queues(document.RootElement) : null;
        }
        catch (JsonException)
        {
            // Cut off, or something else than a list: nothing of it is believed.
            return null;
        }
    }

    private static ImmutableArray<QueueDepth>? Queues(JsonElement list)
    {
        var queues = ImmutableArray.CreateBuilder<QueueDepth>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            var isTold = item.TryGetProperty("messages", out var messages) && messages.ValueKind == JsonValueKind.Number;
            queues.Add(new QueueDepth(Text(name), isTold && messages.TryGetInt64(out var count) && count >= 0 ? count : null));
        }

        return queues.ToImmutable();
    }

    /// <summary>An escaped half of a character pair is no text: the raw form names the queue as well.</summary>
    private static string Text(JsonElement name)
    {
        try
        {
            return name.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return name.GetRawText();
        }
    }
}
