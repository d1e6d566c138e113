using System.Text.Json.Nodes;
using Windlass.Testing;

namespace Windlass.Operator.Tests.Page;

/// <summary>Reads server-sent events, and moves the server's clock on while it waits for one.</summary>
internal sealed class EventReader(HttpResponseMessage answer, Stream stream, ManualTimeProvider time) : IDisposable
{
    private readonly StreamReader _reader = new(stream);

    /// <summary>The next event, or the next one of a name.</summary>
    public async Task<(string Name, string Id, JsonNode Data)> NextAsync(string? name)
    {
        while (true)
        {
            var read = ReadAsync();
            await Until.TrueAsync(time, TimeSpan.FromSeconds(1), () => read.IsCompleted, $"an event {name}");
            var found = await read;
            if (name is null || found.Name == name)
            {
                return found;
            }
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        answer.Dispose();
    }

    private async Task<(string Name, string Id, JsonNode Data)> ReadAsync()
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["id"] = "", ["event"] = "", ["data"] = "" };
        while (await _reader.ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
            {
                return (fields["event"], fields["id"], JsonNode.Parse(fields["data"])!);
            }

            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            fields[line[..colon]] += line[(colon + 2)..];
        }

        throw new EndOfStreamException("the stream has ended");
    }
}
