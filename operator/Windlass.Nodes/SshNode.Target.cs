using Windlass.Core.Observation;
using Windlass.Nodes.Answers;
using Windlass.Nodes.Scripts;
using Windlass.Nodes.Transport;

namespace Windlass.Nodes;

/// <content>Questions about the target, before anything is changed.</content>
internal sealed partial class SshNode
{
    /// <inheritdoc/>
    public async Task<ResolveOutcome> ResolveAsync(TargetQuestion question, CancellationToken ct)
    {
        var script = ResolveScript.Of(question);
        if (script.Offence is { } offence)
        {
            return new ResolveOutcome.Resolved(new TargetResolution { Failure = $"'{offence}' is not usable as a name" });
        }

        var outcome = await ExchangeAsync(script.Program(Nonce()), options.ResolveTimeout, ct).ConfigureAwait(false);
        return outcome switch
        {
            ExchangeOutcome.Failed f => new ResolveOutcome.Failed(f.Failure),
            ExchangeOutcome.Refused r => new ResolveOutcome.Resolved(new TargetResolution { Failure = $"{Name} refuses: {r.Reason}" }),
            ExchangeOutcome.Completed c => ResolutionAnswer.Parse(c.Answer) is { } resolution
                ? new ResolveOutcome.Resolved(resolution)
                : new ResolveOutcome.Failed(NotUnderstood("what APT says")),
            _ => throw new InvalidOperationException("closed set"),
        };
    }

    /// <inheritdoc/>
    public async Task<CheckOutcome> CheckAsync(UpgradeCheckQuestion question, CancellationToken ct)
    {
        var script = CheckScript.Of(question);
        if (script.Offence is { } offence)
        {
            return new CheckOutcome.Checked([.. question.Components.Select(component =>
                new UpgradeCheckResult.NotRun(component.Asked.Name, $"'{offence}' is not usable as a name", []))]);
        }

        var outcome = await ExchangeAsync(script.Program(Nonce()), options.CheckTimeout, ct).ConfigureAwait(false);
        return outcome switch
        {
            ExchangeOutcome.Failed f => new CheckOutcome.Failed(f.Failure),
            ExchangeOutcome.Refused r => new CheckOutcome.Checked([.. question.Components.Select(component =>
                new UpgradeCheckResult.NotRun(component.Asked.Name, $"{Name} refuses: {r.Reason}", []))]),
            ExchangeOutcome.Completed c => CheckAnswer.Parse(c.Answer) is { } results
                ? new CheckOutcome.Checked(results)
                : new CheckOutcome.Failed(NotUnderstood("what the upgrade checks say")),
            _ => throw new InvalidOperationException("closed set"),
        };
    }
}
