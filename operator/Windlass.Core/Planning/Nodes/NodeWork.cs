using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Planning.Nodes;

/// <summary>Work on the node as a whole: before the first component and after the last.</summary>
internal static class NodeWork
{
    /// <summary>Half-done packages come first: nothing can be judged or installed beside them.</summary>
    public static NodeDecision? Repair(NodeView view, ImmutableArray<ComponentFacts> components) =>
        view.Order.Grants.IsEmpty ? null : RepairBegun(view, components);

    /// <inheritdoc cref="Repair"/>
    public static NodeDecision? RepairBegun(NodeView view, ImmutableArray<ComponentFacts> components)
    {
        if (view.Observation.Packaging.IsSane && !components.Any(facts => facts.IsBroken))
        {
            return null;
        }

        var step = new NodeStep.RepairPackages([.. components.SelectMany(facts => facts.UnitNames)]) { MigrationQuestions = view.Release.MigrationQuestions };
        return UnlessLocked(view, step, "dpkg was interrupted; finishing what it left half-done");
    }

    /// <summary>Quiesce, switch, download.</summary>
    public static NodeDecision? Prepare(NodeView view, ImmutableArray<ComponentFacts> components)
    {
        if (!view.Order.IsGranted(WorkKind.Prepare))
        {
            return null;
        }

        var unheld = Quiesced(view).Where(unit => unit.Hold is null).Select(unit => unit.Name).ToImmutableArray();
        if (!view.Order.IsGranted(WorkKind.Finish) && !unheld.IsEmpty)
        {
            return StepTries.Run(view, new NodeStep.Quiesce(unheld), $"stopping {string.Join(", ", unheld)} so that it does not undo the upgrade");
        }

        if (!ComponentInspection.IsSwitched(view))
        {
            return UnlessLocked(view, Switch(view), $"switching the APT source to {view.Order.TargetRelease}");
        }

        // Not over work in hand, during which an API is away; nor after the end, which is its owner's.
        var isQuiet = !view.Order.IsVisited && !view.Order.IsGranted(WorkKind.Finish) && components.All(facts => facts.State is ComponentState.Behind or ComponentState.AtTarget);
        if (isQuiet && view.Observation.Packaging.Superseded is { IsEmpty: false } returned)
        {
            return UnlessLocked(view, Switch(view), $"something has put {string.Join(", ", returned)} back into /etc/apt/sources.list.d: moving it aside again");
        }

        var unstaged = Unstaged(view, components);
        if (unstaged.IsEmpty)
        {
            return Preinstallation.Due(view, components) is { } libraries
                ? UnlessLocked(view, libraries, "installing the libraries that the components will need")
                : null;
        }

        return UnlessLocked(view, new NodeStep.Stage(unstaged, HeldSources(view)) { Removable = view.Release.RemovablePackages }, $"downloading {unstaged.Length} packages");
    }

    /// <summary>Everything <see cref="Prepare"/> does is done.</summary>
    public static bool IsPrepared(NodeView view, ImmutableArray<ComponentFacts> components) =>
        ComponentInspection.IsSwitched(view)
        && view.Observation.Packaging.Superseded.IsEmpty
        && Quiesced(view).All(unit => unit.Hold is not null)
        && Unstaged(view, components).IsEmpty
        && Preinstallation.Due(view, components) is null;

    /// <summary>Tidy up, before configuration management may want APT for itself, and give it back.</summary>
    public static NodeDecision? Finish(NodeView view, ImmutableArray<ComponentFacts> components) =>
        view.Order.IsGranted(WorkKind.Finish) ? Autoremoval.Next(view, components) ?? Unquiesce(view) : null;

    /// <summary>Give configuration management back.</summary>
    public static NodeDecision? Unquiesce(NodeView view)
    {
        var held = Quiesced(view).Where(unit => unit.Hold is not null).Select(unit => unit.Name).ToImmutableArray();
        return held.IsEmpty ? null : StepTries.Run(view, new NodeStep.Unquiesce(held), $"giving {string.Join(", ", held)} back as it was");
    }

    /// <summary>Steps that need dpkg wait for its lock instead of failing on it.</summary>
    public static NodeDecision UnlessLocked(NodeView view, NodeStep.Command step, string message)
    {
        // Our own step may be the holder: then it is running, and is attached to.
        var isOurs = view.Observation.Ledger.Any(entry => entry.State == LedgerState.Running);
        return view.Observation.Packaging.LockHolder is { } holder && !isOurs
            ? StepTries.Wait(WaitReason.AptLocked, $"dpkg's lock is held by {holder}; the upgrade goes on when it is released", step, TimeSpan.FromSeconds(2))
            : StepTries.Run(view, step, message);
    }

    /// <summary>What must not move as a side effect, but for what is a component of the release itself.</summary>
    public static ImmutableArray<string> HeldSources(NodeView view) =>
        [.. view.Release.HeldSourcePackages.Select(held => held.SourcePackage).Except(view.Release.Components.SelectMany(component => component.SourcePackages))];

    /// <summary>The same for the installation of one component: no other component moves before its turn, nor one that people want left alone.</summary>
    public static ImmutableArray<string> HeldSources(NodeView view, ReleaseComponent installed) =>
    [
        .. view.Release.HeldSourcePackages.Select(held => held.SourcePackage)
            .Concat(view.Release.Components.SelectMany(component => component.SourcePackages)).Except(installed.SourcePackages),
    ];

    /// <summary>Units of a quiesced service that this node has.</summary>
    public static ImmutableArray<UnitState> UnitsOf(NodeView view, QuiescedService service)
    {
        ImmutableArray<UnitState> found = [];
        foreach (var name in service.Units)
        {
            if (view.Observation.Units.TryGetValue(UnitNames.WithSuffix(name), out var unit) && unit.LoadState == "loaded")
            {
                found = found.Add(unit);
            }
        }

        return found;
    }

    private static NodeStep.SwitchRepository Switch(NodeView view)
    {
        var repository = view.Release.Repository;
        return new NodeStep.SwitchRepository(
            repository.File,
            RepositoryDigest.FileText(repository.Content),
            repository.Keyring?.Name ?? "",
            repository.Keyring?.Armored ?? "",
            repository.Supersedes)
        {
            NotesUnneededFor = view.Order.Autoremove == AutoremovePolicy.AtEnd ? Autoremoval.RunOf(view.Order) : "",
        };
    }

    private static ImmutableArray<UnitState> Quiesced(NodeView view)
    {
        ImmutableArray<UnitState> found = [];
        foreach (var service in view.Release.Quiesce)
        {
            foreach (var unit in UnitsOf(view, service))
            {
                found = found.Contains(unit) ? found : found.Add(unit);
            }
        }

        return found.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
    }

    private static ImmutableArray<PackagePin> Unstaged(NodeView view, ImmutableArray<ComponentFacts> components)
    {
        var unstaged = ImmutableArray.CreateBuilder<PackagePin>();
        foreach (var facts in components)
        {
            foreach (var package in facts.Packages)
            {
                if (package is { IsStaged: false, Candidate: { } candidate } && package.Installed < candidate)
                {
                    unstaged.Add(new PackagePin(package.Name, candidate));
                }
            }
        }

        foreach (var facts in components)
        {
            unstaged.AddRange(facts.Missing.Where(pin => !view.Observation.Offers[pin.Name].IsStaged));
        }

        return unstaged.DrainToImmutable();
    }
}
