using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Identities;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;

namespace Windlass.Core.Simulation;

/// <summary>
/// A node without a machine: it keeps a step ledger, runs one step at a time and answers observations, as the scripts on a real
/// node do. It knows nothing of operators: a step goes on when the operator that began it is gone. Not thread-safe.
/// </summary>
/// <param name="name">Name of its ClusterNode.</param>
/// <param name="spec">Its declaration.</param>
/// <param name="machine">What is installed there at the start.</param>
/// <param name="mirror">Where its packages come from.</param>
public sealed class SimulatedNode(NodeName name, ClusterNodeSpec spec, SimulatedMachine machine, SimulatedMirror mirror)
{
    private static readonly TimeSpan HangTime = TimeSpan.FromMinutes(2);

    private readonly List<StepFault> _faults = [];
    private readonly SimulatedSight _sight = new(mirror);
    private ImmutableArray<LedgerEntry> _ledger = [];
    private bool _hasLostConnection;
    private bool _isDown;

    /// <summary>Name of its ClusterNode.</summary>
    public NodeName Name { get; } = name;

    /// <summary>Its declaration.</summary>
    public ClusterNodeSpec Spec { get; } = spec;

    /// <summary>What is on it now.</summary>
    public SimulatedMachine Machine { get; set => field = Changed(field, value); } = machine;

    /// <summary>It answers over SSH. What runs on it runs on all the same.</summary>
    public bool IsReachable { get; set => field = Changed(field, value); } = true;

    /// <summary>A floating address that it holds; null: none.</summary>
    public string? FloatingAddress { get; set => field = Changed(field, value); }

    /// <summary>How far its clock is ahead of the true time; negative: behind.</summary>
    public TimeSpan ClockError { get; set => field = Changed(field, value); }

    /// <summary>Boots so far.</summary>
    public int Boot { get; private set; } = 1;

    /// <summary>Grows with everything that changes here, but for the clock.</summary>
    public int Version { get; private set; }

    /// <summary>Grows with every change of the machine itself.</summary>
    public int MachineVersion { get; private set; }

    /// <summary>The step that runs on it; null: none.</summary>
    public RunningStep? Running { get; private set; }

    /// <summary>Some component was installed on it by a step.</summary>
    public bool HasInstalled => _ledger.Any(entry => StepIds.MayName(entry.Id, nameof(NodeStep.Install)));

    /// <summary>What was worked out for the last looks is forgotten: it comes back when it is needed.</summary>
    internal void Rest() => _sight.Forget();

    /// <summary>Lets something go wrong later.</summary>
    /// <param name="fault">What.</param>
    public void Expect(StepFault fault) => _faults.Add(fault);

    /// <summary>Does something listen on this port?</summary>
    /// <param name="port">TCP port.</param>
    public bool IsListening(int port) => Machine.IsListening(port);

    /// <summary>What one round trip tells.</summary>
    /// <param name="takenAt">The operator's time.</param>
    /// <param name="now">The true time.</param>
    /// <param name="probes">URLs to ask.</param>
    public NodeObservation Observe(DateTimeOffset takenAt, DateTimeOffset now, ImmutableArray<string> probes) => _sight.Of(Machine, _ledger, probes) with
    {
        TakenAt = takenAt,
        Machine = new MachineState(
            $"machine-of-{Name}", $"boot-{Boot}", "6.1.0", "Debian GNU/Linux 12", now + ClockError,
            FloatingAddress is null ? [Spec.Address] : [Spec.Address, FloatingAddress], FreeBytes: 10L << 30, Machine.IsRebootRequired),
    };

    /// <summary>Begins a step, or finds it running or ended: a try that was begun before is not begun again.</summary>
    /// <param name="id">Its identity.</param>
    /// <param name="step">The step.</param>
    /// <param name="attempt">Which try this is.</param>
    /// <param name="now">The time.</param>
    /// <param name="duration">How long it will take.</param>
    /// <returns>Its ledger entry.</returns>
    public LedgerEntry Advance(StepId id, NodeStep.Command step, int attempt, DateTimeOffset now, TimeSpan duration)
    {
        if (Entry(id) is { } known && (known.State == LedgerState.Running || known.Runs >= attempt))
        {
            return known;
        }

        if (Running is { } other)
        {
            return Entry(other.Id)!;
        }

        Running = new RunningStep(id, step, now + duration + (_faults.Find(fault => IsFor(fault, step)) is { Harm: StepHarm.Hangs } ? HangTime : TimeSpan.Zero));
        if (step is NodeStep.Reboot && !IsSpoiled(step))
        {
            // Down at once; what is left of the duration it takes to come up.
            (IsReachable, _isDown) = (false, true);
            Machine = Machine.With(Machine.Units.Values.Select(unit => unit with { IsActive = false }));
        }

        if (Take(step, isConnection: true) is not null)
        {
            (IsReachable, _hasLostConnection) = (false, true);
        }

        return Record(new LedgerEntry(id, LedgerState.Running, null, now + ClockError, null, (Entry(id)?.Runs ?? 0) + 1));
    }

    /// <summary>The running step comes to its end.</summary>
    /// <param name="now">The time.</param>
    /// <returns>Its ledger entry.</returns>
    public LedgerEntry Complete(DateTimeOffset now)
    {
        var running = Running ?? throw new InvalidOperationException($"no step runs on {Name}");
        if (_isDown)
        {
            Reboot(now);
            IsReachable = true;
            return Entry(running.Id)!;
        }

        Running = null;
        if (_hasLostConnection)
        {
            (IsReachable, _hasLostConnection) = (true, false);
        }

        var entry = Entry(running.Id)!;
        var fault = Take(running.Step, isConnection: false);
        if (fault is { Harm: StepHarm.Crashes })
        {
            return Record(entry with { State = LedgerState.Crashed });
        }

        var effect = Effect(running.Step, fault, now + ClockError);
        Machine = effect.Machine;
        return Record(entry with { State = LedgerState.Finished, ExitCode = effect.ExitCode, FinishedAt = now + ClockError });
    }

    /// <summary>
    /// The machine goes down under whatever runs on it, and is up again at once: what is enabled and not held runs, on the code that is
    /// installed. How long it does not answer is for the caller to say.
    /// </summary>
    /// <param name="now">The time.</param>
    public void Reboot(DateTimeOffset now)
    {
        if (Running is { } running)
        {
            (Running, _hasLostConnection, _isDown) = (null, false, false);
            Machine = StepOutcome.HalfOf(Machine, running.Step, now + ClockError, 0).Machine;
            Record(Entry(running.Id)! with { State = LedgerState.InterruptedByReboot });
        }

        (Boot, Version) = (Boot + 1, Version + 1);
        Machine = (Machine with { LockHolder = null, IsRebootRequired = false }).With(Machine.Units.Values.Select(unit =>
            unit is { IsEnabled: true, Hold: null } ? unit.Start(now + ClockError) : unit with { IsActive = false }));
    }

    private bool IsSpoiled(NodeStep.Command step) => _faults.Exists(fault => IsFor(fault, step));

    private static bool IsFor(StepFault fault, NodeStep.Command step) => fault.Kind.Length == 0 || fault.Kind == StepIds.KindOf(step);

    /// <summary>The fault that was laid in wait for this step, once.</summary>
    private StepFault? Take(NodeStep.Command step, bool isConnection)
    {
        var fault = _faults.Find(fault => fault.Harm == StepHarm.LosesConnection == isConnection && IsFor(fault, step));
        if (fault is not null)
        {
            _faults.Remove(fault);
        }

        return fault;
    }

    private StepOutcome Effect(NodeStep.Command step, StepFault? fault, DateTimeOffset now) => fault?.Harm switch
    {
        null => StepOutcome.Of(Machine, step, now),
        StepHarm.FailsAfterwards => StepOutcome.Of(Machine, step, now) with { ExitCode = fault.ExitCode },
        StepHarm.LeavesPackagesHalfDone => StepOutcome.HalfOf(Machine, step, now, fault.ExitCode),
        _ => new StepOutcome(Machine, fault.ExitCode),
    };

    private LedgerEntry? Entry(StepId id)
    {
        foreach (var entry in _ledger)
        {
            if (entry.Id == id)
            {
                return entry;
            }
        }

        return null;
    }

    private LedgerEntry Record(LedgerEntry entry)
    {
        _ledger = [.. _ledger.Where(old => old.Id != entry.Id), entry];
        Version++;
        return entry;
    }

    private T Changed<T>(T before, T after)
    {
        if (ReferenceEquals(before, after) || (before is not SimulatedMachine && EqualityComparer<T>.Default.Equals(before, after)))
        {
            return after;
        }

        Version++;
        MachineVersion += after is SimulatedMachine ? 1 : 0;
        return after;
    }
}
