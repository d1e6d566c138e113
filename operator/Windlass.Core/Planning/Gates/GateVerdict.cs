using System.Globalization;
using Windlass.Core.Api.Gates;

namespace Windlass.Core.Planning.Gates;

/// <summary>What an answer of a node means for a gate.</summary>
/// <param name="IsOpen">Nodes may begin.</param>
/// <param name="Found">What was read.</param>
/// <param name="Limit">What it is held against; empty: nothing.</param>
public sealed record GateVerdict(bool IsOpen, string Found, string Limit = "")
{
    /// <summary>Judges an answer. No answer can throw; what is not understood is not open.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="exitCode">How the command ended.</param>
    /// <param name="output">What it printed.</param>
    public static GateVerdict Of(HealthGate gate, int exitCode, string output) => gate switch
    {
        { HttpProbe: { } probe } => OfStatus(probe, output),
        { Command: { } command } => OfCommand(command, exitCode, output),
        { RabbitmqBacklog: not null } when exitCode != 0 && exitCode != 124 && RabbitmqComplaint.Of(output) is { } complaint => new(IsOpen: false, $"cannot be read: {complaint}"),
        _ when exitCode != 0 => new(IsOpen: false, $"cannot be read: {(exitCode == 124 ? "no answer in time" : $"exit code {exitCode}")}{Told(output)}"),
        { RabbitmqBacklog: { } backlog } => OfBacklog(backlog, output),
        { Galera: { } galera } => OfGalera(galera, output),
        _ => new(IsOpen: false, "it is no kind of gate that is known here"),
    };

    /// <summary>For people: with the node on which it was read.</summary>
    /// <param name="node">Name of the node.</param>
    public string On(string node) => Limit.Length == 0 ? $"{Found} on {node}" : $"{Found} on {node}, {Limit}";

    private static GateVerdict OfBacklog(RabbitmqBacklogGate gate, string output)
    {
        if (RabbitmqQueues.Parse(output) is not { } queues)
        {
            return new(IsOpen: false, $"cannot be read: rabbitmqctl's answer is not understood{Told(output)}");
        }

        if (queues.IsEmpty)
        {
            // Read on 3.10: a name that no virtual host has is answered by an empty list and exit code 0.
            return new(
                IsOpen: false,
                $"virtual host {gate.Vhost} has no queue, or there is none of that name (rabbitmqctl list_vhosts tells; rabbitmqBacklog.vhost of the gate names one)");
        }

        var counted = queues.Where(queue => !gate.IgnoreQueues.Any(pattern => NamePattern.IsMatch(pattern, queue.Name))).ToArray();
        if (counted.FirstOrDefault(queue => queue.Messages is null) is { } silent)
        {
            return new(IsOpen: false, $"queue {silent.Name} does not tell how many messages it has");
        }

        var waiting = counted.Aggregate(0L, (sum, queue) => queue.Messages!.Value > long.MaxValue - sum ? long.MaxValue : sum + queue.Messages.Value);
        return new(waiting <= gate.MaxMessages, $"{Number(waiting)} messages", $"limit {Number(gate.MaxMessages)}");
    }

    private static GateVerdict OfGalera(GaleraGate gate, string output)
    {
        var status = GaleraStatus.Parse(output);
        if (status.Unwell is { } unwell)
        {
            return new(IsOpen: false, unwell);
        }

        return new(status.Size >= gate.MinSize, $"Galera has {Number(status.Size)} members", $"wanted {Number(gate.MinSize)}");
    }

    private static GateVerdict OfStatus(HttpProbeGate probe, string output)
    {
        var (status, expected) = (LastLine(output), string.Join(", ", probe.Expect));
        return int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code != 0
            ? new(probe.Expect.Contains(code), $"{probe.Url} answers {code}", $"expected {expected}")
            : new(IsOpen: false, $"{probe.Url} does not answer", $"expected {expected}");
    }

    private static GateVerdict OfCommand(CommandGate command, int exitCode, string output) => exitCode switch
    {
        0 => new(IsOpen: true, $"{command.Argv[0]} ended well{Told(output)}"),
        124 => new(IsOpen: false, $"{command.Argv[0]} did not end within {command.TimeoutSeconds} s"),
        _ => new(IsOpen: false, $"{command.Argv[0]} ended with exit code {exitCode}{Told(output)}"),
    };

    private static string Told(string output) => LastLine(output) is { Length: > 0 } line ? $": {line}" : "";

    private static string LastLine(string output)
    {
        var end = output.AsSpan().TrimEnd();
        var line = end[(end.LastIndexOf('\n') + 1)..].Trim();
        return line.Length > 200 ? $"{line[..200]}..." : line.ToString();
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
