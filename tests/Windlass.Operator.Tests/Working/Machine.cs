using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Nodes;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Versions;
using Windlass.Nodes;

namespace Windlass.Operator.Tests.Working;

/// <summary>
/// A controller with one service in one package. It outlives every "process" of a test, as the real one does: ledger, packages and holds stay.
/// </summary>
internal sealed class Machine(NodeName name, string address, TimeProvider time) : INode
{
    /// <summary>Every step of its way to the new release, in order.</summary>
    public static readonly string[] WholeUpgrade = ["SwitchRepository", "Stage", "StopAndHold", "Install", "Release"];

    private const string OldVersion = "1.0";
    private const string NewVersion = "2.0";

    private readonly Dictionary<StepId, LedgerEntry> _ledger = [];
    private string _installed = OldVersion;
    private string? _digest;
    private bool _isStaged;
    private bool _isHeld;
    private DateTimeOffset _unpackedAt = DateTimeOffset.UnixEpoch;
    private DateTimeOffset _startedAt = DateTimeOffset.UnixEpoch.AddDays(1);

    public NodeName Name { get; } = name;

    public string Address { get; } = address;

    /// <summary>Null: it answers.</summary>
    public NodeFailure? Silence { get; set; }

    /// <summary>Exit code of the next install.</summary>
    public int InstallExit { get; set; }

    public long NewestFence { get; set; }

    public bool IsRunning { get; private set; } = true;

    public bool IsAtTarget => _installed == NewVersion && IsRunning && !_isHeld;

    /// <summary>What was really carried out, in order.</summary>
    public List<string> Steps { get; } = [];

    /// <summary>What it was asked that is no step.</summary>
    public List<Inquiry> Questions { get; } = [];

    /// <summary>How the command of a question ends.</summary>
    public int AnswerExit { get; set; }

    /// <summary>What it prints.</summary>
    public string AnswerText { get; set; } = "";

    /// <summary>What the new version leaves without use; told to those only who ask.</summary>
    public ImmutableArray<string> Unneeded { get; set; } = [];

    public int Disconnects { get; private set; }

    public int Observations { get; private set; }

    public Task<ObserveOutcome> ObserveAsync(ObservationRequest request, CancellationToken ct)
    {
        Observations++;
        return Task.FromResult<ObserveOutcome>(Silence is { } failure ? new ObserveOutcome.Failed(failure) : new ObserveOutcome.Observed(Look(request)));
    }

    /// <summary>What its APT says about the target.</summary>
    public TargetResolution Resolution { get; set; } = new()
    {
        Candidates = ImmutableSortedDictionary<string, DebianVersion>.Empty.Add("key", new DebianVersion(NewVersion)),
        Installs = [new SimulatedInstall("key", null, [], [])],
    };

    /// <summary>Its archive does not answer until this is done.</summary>
    public Task Archive { get; set; } = Task.CompletedTask;

    /// <summary>How often it was asked.</summary>
    public int Resolutions { get; private set; }

    public async Task<ResolveOutcome> ResolveAsync(TargetQuestion question, CancellationToken ct)
    {
        Resolutions++;
        await Archive;
        return Silence is { } failure ? new ResolveOutcome.Failed(failure) : new ResolveOutcome.Resolved(Resolution);
    }

    /// <summary>What the target's upgrade checks say here.</summary>
    public ImmutableArray<UpgradeCheckResult> Checks { get; set; } = [];

    /// <summary>Components that it was asked to check, in order.</summary>
    public List<string> Checked { get; } = [];

    public Task<CheckOutcome> CheckAsync(UpgradeCheckQuestion question, CancellationToken ct)
    {
        Checked.AddRange(question.Components.Select(component => component.Asked.Name));
        return Task.FromResult<CheckOutcome>(Silence is { } failure ? new CheckOutcome.Failed(failure) : new CheckOutcome.Checked(Checks));
    }

    public Task<StepOutcome> AdvanceAsync(StepOrder order, CancellationToken ct)
    {
        if (Silence is { } failure)
        {
            return Task.FromResult<StepOutcome>(new StepOutcome.Failed(failure));
        }

        if (order.Fence.Value < NewestFence)
        {
            return Task.FromResult<StepOutcome>(new StepOutcome.Refused($"fence {order.Fence} is older than {NewestFence}"));
        }

        NewestFence = order.Fence.Value;
        if (!_ledger.TryGetValue(order.Id, out var entry) || order.Attempt > entry.Runs)
        {
            Steps.Add(StepIds.KindOf(order.Step));
            var exit = Carry(order.Step);
            entry = new LedgerEntry(order.Id, LedgerState.Finished, exit, time.GetUtcNow(), time.GetUtcNow(), (entry?.Runs ?? 0) + 1);
            _ledger[order.Id] = entry;
        }

        return Task.FromResult<StepOutcome>(new StepOutcome.Finished(entry, entry.ExitCode == 0 ? "" : "E: could not", Look(order.LookFor)));
    }

    public Task<InquiryOutcome> AskAsync(Inquiry inquiry, CancellationToken ct)
    {
        Questions.Add(inquiry);
        return Task.FromResult<InquiryOutcome>(Silence is { } failure ? new InquiryOutcome.Failed(failure) : new InquiryOutcome.Answered(AnswerExit, AnswerText));
    }

    public Task<ForwardOutcome> ForwardAsync(string remoteSocketPath, CancellationToken ct) => Task.FromResult<ForwardOutcome>(
        Silence is { } failure ? new ForwardOutcome.Failed(failure) : new ForwardOutcome.Forwarded($"{Address}:{remoteSocketPath}"));

    public Task DisconnectAsync(CancellationToken ct)
    {
        Disconnects++;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private int Carry(NodeStep.Command step)
    {
        switch (step)
        {
            case NodeStep.SwitchRepository source:
                _digest = RepositoryDigest.Of(source.Content);
                return 0;
            case NodeStep.Stage:
                _isStaged = true;
                return 0;
            case NodeStep.StopAndHold:
                (IsRunning, _isHeld) = (false, true);
                return 0;
            case NodeStep.Install:
                (var exit, InstallExit) = (InstallExit, 0);
                (_installed, _unpackedAt) = exit == 0 ? (NewVersion, time.GetUtcNow()) : (_installed, _unpackedAt);
                return exit;
            case NodeStep.SyncSchema { Phase: SchemaPhase.UpgradeCheck }:
                return 0;
            case NodeStep.Release:
                (IsRunning, _isHeld, _startedAt) = (true, false, time.GetUtcNow());
                return 0;
            case NodeStep.Autoremove removal:
                Unneeded = [.. Unneeded.Except(removal.Packages)];
                return 0;
            default:
                throw new InvalidOperationException($"no scenario here needs {step}");
        }
    }

    private NodeObservation Look(ObservationRequest request) => new()
    {
        TakenAt = time.GetUtcNow(),
        Machine = new MachineState("m", "b", "6.1", "Debian", time.GetUtcNow(), [], 10L << 30, IsRebootRequired: false),
        Packages = ImmutableSortedDictionary<string, PackageState>.Empty.Add("key", new PackageState(
            "key", "key", new DebianVersion(_installed), new DebianVersion(_digest is null ? OldVersion : NewVersion), "ii", IsHeld: false, _isStaged, _unpackedAt)),
        Units = ImmutableSortedDictionary<string, UnitState>.Empty.Add("key.service", new UnitState(
            "key.service", "key", "loaded", IsRunning ? "active" : "inactive", IsRunning ? "running" : "dead", "enabled",
            _isHeld ? new UnitHold(WasActive: true) : null, IsRunning ? _startedAt : null)),
        Packaging = new PackagingState([], null, _digest, _digest is null ? null : time.GetUtcNow())
        {
            Unneeded = request.UnneededBy.Length == 0 ? null : _installed == NewVersion ? Unneeded : [],
        },
        Ledger = [.. _ledger.Values],
    };
}
