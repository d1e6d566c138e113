using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Windlass.Core.Identities;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Allowances;
using Windlass.Core.Planning.Steps;
using Windlass.Nodes.Scripts;

namespace Windlass.Nodes.Tests;

/// <summary>A node behind its wrapper, whose administrator allows what is about to be ordered: so that tests of the orders themselves can be made through it.</summary>
/// <param name="inner">The node.</param>
/// <param name="policy">Its allow-list, as seen from here.</param>
internal sealed class AllowingNode(INode inner, string policy) : INode
{
    public NodeName Name => inner.Name;

    public Task<ObserveOutcome> ObserveAsync(ObservationRequest request, CancellationToken ct) => inner.ObserveAsync(request, ct);

    public Task<ResolveOutcome> ResolveAsync(TargetQuestion question, CancellationToken ct) => inner.ResolveAsync(question, ct);

    public Task<CheckOutcome> CheckAsync(UpgradeCheckQuestion question, CancellationToken ct) => inner.CheckAsync(question, ct);

    public Task<StepOutcome> AdvanceAsync(StepOrder order, CancellationToken ct)
    {
        Allow(Lines(order.Step));
        return inner.AdvanceAsync(order, ct);
    }

    public Task<InquiryOutcome> AskAsync(Inquiry inquiry, CancellationToken ct)
    {
        Allow(inquiry is Inquiry.Command command ? [AllowanceLine.Ask(command.Argv)] : []);
        return inner.AskAsync(inquiry, ct);
    }

    public Task<ForwardOutcome> ForwardAsync(string remoteSocketPath, CancellationToken ct) => inner.ForwardAsync(remoteSocketPath, ct);

    public Task DisconnectAsync(CancellationToken ct) => inner.DisconnectAsync(ct);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private void Allow(IEnumerable<string> lines)
    {
        var known = File.ReadAllLines(policy);
        File.AppendAllLines(policy, lines.Except(known));
    }

    private static IEnumerable<string> Lines(NodeStep.Command step)
    {
        var body = StepBody.Of(step);
        return
        [
            AllowanceLine.Step(body.Kind),
            .. body.Data.Where(datum => datum.Key == "unit").Select(datum => $"unit {datum.Value}"),
            .. body.Data.Where(datum => datum.Key == "removable").Select(datum => $"removable {datum.Value}"),
            .. body.Data.Where(datum => datum.Key == "pin").Select(datum => $"new {datum.Value.Split('=')[0]}"),
            .. body.Data.Where(datum => datum.Key == "supersedes").Select(datum => $"supersedes {datum.Value}"),
            .. step is NodeStep.SwitchRepository source
                ? [$"repository {source.File} {Digest(source.Content)} " + (source.KeyringName.Length == 0 ? "- -" : $"{source.KeyringName} {Digest(source.KeyringArmored)}")]
                : ImmutableArray<string>.Empty,
            .. step is NodeStep.SyncSchema schema ? [AllowanceLine.Schema(schema.Phase, schema.User, schema.Run)] : ImmutableArray<string>.Empty,
            .. step is NodeStep.Configure configure ? [AllowanceLine.Configure(configure.Run)] : ImmutableArray<string>.Empty,
        ];
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
