using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Upgrades;
using Windlass.Kubernetes.Api;
using Windlass.Nodes;

namespace Windlass.Operator.Working;

/// <summary>
/// What the nodes' APTs said about the target. Asking reads archives, so a node is asked once for the same question and the same packages,
/// and before its first report: a plan must not change because versions became known after it was approved. Lost with the process: then it is asked again.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="mostAtOnce">Nodes that are asked at the same time, less than there are workers: an archive that hangs must not hold up those who have work.</param>
internal sealed class TargetResolutions(TimeProvider time, int mostAtOnce)
{
    /// <summary>When a node that found no room is to try again; its look is still good then.</summary>
    public static readonly TimeSpan RoomRecheck = TimeSpan.FromSeconds(2);

    /// <summary>An archive that cannot be read may be put right any minute.</summary>
    private static readonly TimeSpan FailureGoodFor = TimeSpan.FromSeconds(30);

    /// <summary>Archives get new versions, which are to be seen before work begins, but not each quarter of a minute.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<ResourceKey, Answer> _answers = new();
    private readonly SharedRoom _room = new(mostAtOnce);

    /// <summary>What APT on the node says.</summary>
    /// <param name="key">The node.</param>
    /// <param name="machine">The door to it.</param>
    /// <param name="view">What was seen of it.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<TargetAnswer> OfAsync(ResourceKey key, INode machine, NodeView view, CancellationToken cancellation)
    {
        var known = _answers.GetValueOrDefault(key);
        if (!view.Order.Grants.IsEmpty)
        {
            return new TargetAnswer.Known(known?.Resolution);
        }

        if (TargetCheck.Question(view) is not { } question)
        {
            _answers.TryRemove(key, out _);
            return new TargetAnswer.Known(null);
        }

        var digest = Digest(question, view.Observation);
        if (known?.Digest == digest && time.GetUtcNow() - known.At is var age && age >= TimeSpan.Zero && age < (known.Resolution.Failure is null ? GoodFor : FailureGoodFor))
        {
            return new TargetAnswer.Known(known.Resolution);
        }

        if (!_room.TryEnter(key.Namespace))
        {
            return new TargetAnswer.NoRoom();
        }

        try
        {
            var resolution = await AskAsync(machine, question, cancellation).ConfigureAwait(false);
            _answers[key] = new Answer(digest, resolution, time.GetUtcNow());
            return new TargetAnswer.Known(resolution);
        }
        finally
        {
            _room.Leave(key.Namespace);
        }
    }

    /// <summary>The node has left, or has no upgrade any more.</summary>
    public void Forget(ResourceKey key) => _answers.TryRemove(key, out _);

    /// <summary>What did not come through is a failure like one of APT's: the run must not begin on it.</summary>
    public static async Task<TargetResolution> AskAsync(INode machine, TargetQuestion question, CancellationToken cancellation) =>
        await machine.ResolveAsync(question, cancellation).ConfigureAwait(false) switch
        {
            ResolveOutcome.Resolved resolved => resolved.Resolution,
            ResolveOutcome.Failed failed => new TargetResolution { Failure = $"APT could not be asked about the target: {failed.Failure.Message}" },
            _ => throw new InvalidOperationException("closed set"),
        };

    private static string Digest(TargetQuestion question, NodeObservation observation)
    {
        var text = new StringBuilder(RepositoryDigest.Of(question.Repository.Content));
        text.Append('\n').Append(question.Repository.Keyring?.Armored).Append('\n').AppendJoin(' ', question.Repository.Supersedes);
        text.Append('\n').AppendJoin(' ', question.WatchedSources);
        foreach (var component in question.Components)
        {
            text.Append('\n').Append(component.Name).Append(' ').AppendJoin(' ', component.Packages).Append('+').AppendJoin(' ', component.NewPackages);
        }

        foreach (var package in observation.Packages.Values)
        {
            text.Append('\n').Append(package.Name).Append(' ').Append(package.Installed.Value).Append(' ').Append(package.Status);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private sealed record Answer(string Digest, TargetResolution Resolution, DateTimeOffset At);
}
