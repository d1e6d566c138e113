using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Windlass.EndToEnd.Harness;

/// <summary>Every state of an object that `kubectl get -w` shows, in order.</summary>
internal sealed class RecordedWatch : IAsyncDisposable
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<JsonNode> _states = [];
    private readonly StringBuilder _open = new();
    private readonly Process _process;

    public RecordedWatch(Kubectl kubectl, string resource)
    {
        _process = new Process { StartInfo = Command.Prepare("kubectl", kubectl.Full(["get", resource, "-w", "-o", "json"])) };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public IReadOnlyList<JsonNode> States => [.. _states];

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>kubectl prints each object indented: only its last line is a brace at the margin.</summary>
    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _open.AppendLine(line);
        if (line == "}")
        {
            _states.Enqueue(JsonNode.Parse(_open.ToString())!);
            _open.Clear();
        }
    }
}
