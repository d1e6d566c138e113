using System.Collections.Immutable;
using Windlass.Core.Effects;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Projection;

/// <summary>What a node will tell after a step went well: the step's effect, in the words of an observation.</summary>
internal static class CommandEffect
{
    /// <summary>Every step takes the node's clock on: what was started after an install must be seen to be.</summary>
    private static readonly TimeSpan StepTime = TimeSpan.FromSeconds(1);

    /// <param name="before">What the node told.</param>
    /// <param name="run">The step, of those that run on the node.</param>
    /// <param name="versions">What a switch of the APT source brings.</param>
    public static NodeObservation Of(NodeObservation before, NodeDecision.Run run, TargetVersions versions)
    {
        var now = before.Machine.Clock + StepTime;
        var effect = StepEffect.Of((NodeStep.Command)run.Step, now);
        var after = before with
        {
            Units = before.Units.SetItems(Units(before, effect).Select(unit => KeyValuePair.Create(unit.Name, With(unit, effect)))),
            Packages = before.Packages.SetItems(effect.Packages.Where(pin => before.Packages.ContainsKey(pin.Name))
                .Select(pin => KeyValuePair.Create(pin.Name, With(before.Packages[pin.Name], pin, effect)))),
            Offers = Offers(before.Offers, effect),
            Machine = before.Machine with { Clock = now, IsRebootRequired = before.Machine.IsRebootRequired && !effect.Reboots },
            Ledger = [.. before.Ledger.Where(entry => entry.Id != run.Id), Ended(run, effect, now)],
        };
        after = effect.RepairsPackages ? Repaired(after) : after;
        after = effect.Removed is { } removed ? Tidied(after, removed) : after;
        after = effect.StartsServices ? Healthy(after) : after;
        return effect.Source is { } source ? Switched(after, source, versions, now) : after;
    }

    private static LedgerEntry Ended(NodeDecision.Run run, StepEffect effect, DateTimeOffset now) => effect.Reboots
        ? new LedgerEntry(run.Id, LedgerState.InterruptedByReboot, null, now, null, run.Attempt)
        : new LedgerEntry(run.Id, LedgerState.Finished, 0, now, now, run.Attempt);

    private static IEnumerable<UnitState> Units(NodeObservation before, StepEffect effect) => effect.IsForEveryService
        ? before.Units.Values.Where(unit => unit.Package is not null)
        : effect.Units.Where(before.Units.ContainsKey).Select(name => before.Units[name]);

    private static UnitState With(UnitState unit, StepEffect effect)
    {
        var after = effect.OnUnit(new UnitTraits(unit.IsEnabled, unit.IsActive, unit.Hold, unit.StartedAt));
        var stays = after.IsActive == unit.IsActive && after.StartedAt == unit.StartedAt;
        return stays ? unit with { Hold = after.Hold } : unit with
        {
            Hold = after.Hold,
            ActiveState = after.IsActive ? "active" : "inactive",
            SubState = after.IsActive ? "running" : "dead",
            StartedAt = after.StartedAt,
        };
    }

    private static PackageState With(PackageState package, PackagePin pin, StepEffect effect)
    {
        var after = effect.OnPackage(new PackageTraits(package.Installed, package.IsStaged ? package.Candidate : null, package.IsConfigured, package.UnpackedAt), pin);
        return package with
        {
            Installed = after.Installed!.Value,
            IsStaged = after.Staged is { } staged && staged == package.Candidate,
            Status = after.IsConfigured && !package.IsConfigured ? "ii " : package.Status,
            UnpackedAt = after.UnpackedAt,
        };
    }

    /// <summary>What is installed is on offer no more.</summary>
    private static ImmutableSortedDictionary<string, OfferedPackage> Offers(ImmutableSortedDictionary<string, OfferedPackage> before, StepEffect effect)
    {
        var after = before;
        foreach (var pin in effect.Packages.Where(pin => before.ContainsKey(pin.Name)))
        {
            var traits = effect.OnPackage(new PackageTraits(null, null, IsConfigured: true, default), pin);
            after = traits.Installed is null ? after.SetItem(pin.Name, before[pin.Name] with { IsStaged = traits.Staged is not null }) : after.Remove(pin.Name);
        }

        return after;
    }

    private static NodeObservation Repaired(NodeObservation node) => node with
    {
        Packages = node.Packages.SetItems(node.Packages.Values.Where(package => !package.IsConfigured)
            .Select(package => KeyValuePair.Create(package.Name, package with { Status = "ii " }))),
        Packaging = node.Packaging with { AuditFindings = [] },
    };

    /// <summary>Which packages go is known at the end only; a plan says that they do.</summary>
    private static NodeObservation Tidied(NodeObservation node, ImmutableArray<string> removed) => node with
    {
        Packaging = node.Packaging with { Unneeded = [.. (node.Packaging.Unneeded ?? []).Except(removed)] },
    };

    private static NodeObservation Switched(NodeObservation node, string source, TargetVersions versions, DateTimeOffset now) => node with
    {
        Packages = versions.AfterSwitch(node),
        Offers = versions.OffersAfterSwitch(node),
        Packaging = node.Packaging with { RepositoryDigest = RepositoryDigest.Of(source), IndexedAt = now, Superseded = [] },
    };

    /// <summary>A plan is about what goes well: what was started answers.</summary>
    private static NodeObservation Healthy(NodeObservation node) => node with
    {
        Probes = node.Probes.SetItems(node.Probes.Keys.Select(url => KeyValuePair.Create(url, new ProbeResult(200, "")))),
    };
}
