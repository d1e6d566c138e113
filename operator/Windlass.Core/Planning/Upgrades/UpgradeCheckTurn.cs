using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;

namespace Windlass.Core.Planning.Upgrades;

/// <summary>
/// Whose turn it is to run the target's upgrade checks before the first change: of each component, the first node by name that serves it.
/// Closed: <see cref="Ask"/>, <see cref="Wait"/> or <see cref="Nothing"/>.
/// </summary>
public abstract record UpgradeCheckTurn
{
    private UpgradeCheckTurn()
    {
    }

    /// <summary>It is this node's.</summary>
    /// <param name="Question">What to check.</param>
    public sealed record Ask(UpgradeCheckQuestion Question) : UpgradeCheckTurn;

    /// <summary>Another node goes first, of which nothing is known yet. This one is not to report before: the run would begin on its word.</summary>
    /// <param name="Node">That node.</param>
    public sealed record Wait(string Node) : UpgradeCheckTurn;

    /// <summary>There is nothing to check here.</summary>
    public sealed record Nothing : UpgradeCheckTurn;

    /// <summary>Decides.</summary>
    /// <param name="view">What is known of the node.</param>
    /// <param name="peers">The others.</param>
    public static UpgradeCheckTurn Of(NodeView view, IEnumerable<CheckPeer> peers)
    {
        // Most nodes have nothing to check: they are not to count thousands of others.
        var due = view.Order.Grants.IsEmpty ? Checked(view) : [];
        var others = due.IsEmpty ? [] : peers.ToImmutableArray();
        if (others.Any(peer => peer.IsStarted))
        {
            return new Nothing();
        }

        var asked = ImmutableArray.CreateBuilder<UpgradeCheckQuestion.Component>();
        foreach (var facts in due)
        {
            ImmutableArray<CheckPeer> earlier =
                [.. others.Where(peer => string.CompareOrdinal(peer.Name, view.Node.Value) < 0 && Serves(facts.Component, peer.Roles))];
            if (earlier.Any(peer => peer.Behind is { } behind && behind.Contains(facts.Component.Name)))
            {
                continue;
            }

            if (earlier.FirstOrDefault(peer => peer.Behind is null) is { } unknown)
            {
                return new Wait(unknown.Name);
            }

            asked.Add(new UpgradeCheckQuestion.Component(TargetCheck.Asked(facts), facts.Component.UpgradeCheck!));
        }

        return asked.Count == 0 ? new Nothing() : new Ask(new UpgradeCheckQuestion(view.Release.Repository, asked.ToImmutable()));
    }

    /// <summary>Components that have a check, are served here, and are behind; in the order in which they would move.</summary>
    private static ImmutableArray<ComponentFacts> Checked(NodeView view)
    {
        var behind = ComponentInspection.Inspect(view).Where(facts => facts.IsBehind).ToDictionary(facts => facts.Component.Name, StringComparer.Ordinal);
        return
        [
            .. ReleaseGraph.Ordered(view.Release)
                .Where(component => component.UpgradeCheck is not null && Serves(component, view.Spec.Roles))
                .Select(component => behind.GetValueOrDefault(component.Name)).OfType<ComponentFacts>(),
        ];
    }

    /// <summary>A component without a control plane may be checked wherever it is installed.</summary>
    private static bool Serves(ReleaseComponent component, ImmutableArray<string> roles) => component.ControlPlane is not { } plane || roles.Contains(plane.Role);
}
