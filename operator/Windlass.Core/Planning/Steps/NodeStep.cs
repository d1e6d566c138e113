using System.Collections.Immutable;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Planning.Steps;

/// <summary>
/// One idempotent step on one node. The set is closed: a new kind of step does not compile until everything that executes or
/// shows steps knows it.
/// </summary>
public abstract record NodeStep
{
    private NodeStep()
    {
    }

    /// <summary>A step that runs on the node itself, as a detached unit with a ledger entry.</summary>
    public abstract record Command : NodeStep
    {
        private protected Command()
        {
        }
    }

    /// <summary>A step on the load balancers; nothing runs on the node, so it needs no ledger.</summary>
    /// <param name="Component">The component whose servers are meant.</param>
    /// <param name="Backends">Backends of the component.</param>
    public abstract record Rotation(string Component, ImmutableArray<string> Backends) : NodeStep;

    /// <summary>Take the node out of the backends on every instance: no new sessions; those in progress go on.</summary>
    /// <inheritdoc cref="Rotation"/>
    public sealed record Drain(string Component, ImmutableArray<string> Backends) : Rotation(Component, Backends);

    /// <summary>After the sessions are gone: maintenance, so that a service that flaps up half-upgraded gets no traffic.</summary>
    /// <inheritdoc cref="Rotation"/>
    public sealed record Isolate(string Component, ImmutableArray<string> Backends) : Rotation(Component, Backends);

    /// <summary>Bring the node back: maintenance, drain, checks pass, ready; never straight to ready.</summary>
    /// <inheritdoc cref="Rotation"/>
    public sealed record Restore(string Component, ImmutableArray<string> Backends) : Rotation(Component, Backends);

    /// <summary>Stop configuration management and keep it stopped; what did not run is only kept from starting.</summary>
    /// <param name="Units">Units with suffix.</param>
    public sealed record Quiesce(ImmutableArray<string> Units) : Command;

    /// <summary>Let configuration management run again where it ran before <see cref="Quiesce"/>.</summary>
    /// <param name="Units">Units with suffix.</param>
    public sealed record Unquiesce(ImmutableArray<string> Units) : Command;

    /// <summary>Apply the node's configuration once, while its agent is stopped and the node is out of rotation.</summary>
    /// <param name="Service">Name of the quiesced service, for people.</param>
    /// <param name="Upgrade">The upgrade at whose end it is done: in another one it is another step.</param>
    /// <param name="Run">Argument vector.</param>
    /// <param name="SuccessExitCodes">Exit codes of a run that went well.</param>
    /// <param name="TimeoutSeconds">Time it may take before the node ends it.</param>
    public sealed record Configure(
        string Service, string Upgrade, ImmutableArray<string> Run, ImmutableArray<int> SuccessExitCodes, int TimeoutSeconds) : Command;

    /// <summary>Reboot the node. Done when the node's ledger says that a reboot cut it off.</summary>
    /// <param name="Upgrade">The upgrade at whose end it is done: once in each.</param>
    public sealed record Reboot(string Upgrade) : Command;

    /// <summary>Finish what dpkg left half-done: <c>dpkg --configure -a</c>, then <c>apt-get -f install</c>.</summary>
    /// <param name="GuardedUnits">Units that package scripts must not start or stop meanwhile.</param>
    public sealed record RepairPackages(ImmutableArray<string> GuardedUnits) : Command
    {
        /// <summary>Patterns of debconf's questions that are answered with no meanwhile. No part of what the step is.</summary>
        public ImmutableArray<string> MigrationQuestions { get; init; } = [];
    }

    /// <summary>Remove packages that only the old release needed, when everything runs on the new one.</summary>
    /// <param name="Upgrade">The upgrade that left them without use.</param>
    /// <param name="Packages">Exactly these; empty: the node could not tell, and is asked once more, so that it says what hinders it.</param>
    /// <param name="GuardedUnits">Units that package scripts must not start, stop or restart meanwhile.</param>
    /// <param name="KeptSources">Source packages whose binaries stay, needed or not.</param>
    public sealed record Autoremove(
        string Upgrade, ImmutableArray<string> Packages, ImmutableArray<string> GuardedUnits, ImmutableArray<string> KeptSources) : Command;

    /// <summary>Write the APT source and keyring of the target release, move superseded files aside, renew the package lists.</summary>
    /// <param name="File">File name below /etc/apt/sources.list.d, ends in <c>.sources</c>.</param>
    /// <param name="Content">deb822 text.</param>
    /// <param name="KeyringName">File name below /etc/apt/keyrings; empty: no keyring.</param>
    /// <param name="KeyringArmored">ASCII-armoured key; empty: no keyring.</param>
    /// <param name="Supersedes">Globs below /etc/apt/sources.list.d whose files are moved aside.</param>
    public sealed record SwitchRepository(
        string File, string Content, string KeyringName, string KeyringArmored, ImmutableArray<string> Supersedes) : Command
    {
        /// <summary>
        /// The upgrade for which the node first notes what is without use already, once; empty: nothing is noted. No part of what the step is.
        /// </summary>
        public string NotesUnneededFor { get; init; } = "";
    }

    /// <summary>Download exact versions into APT's cache; nothing is installed.</summary>
    /// <param name="Packages">Binary packages and the versions to have at hand.</param>
    /// <param name="HeldSources">Source packages whose binaries must not change with them.</param>
    public sealed record Stage(ImmutableArray<PackagePin> Packages, ImmutableArray<string> HeldSources) : Command
    {
        /// <summary>Binary packages that may go with it. No part of what the step is.</summary>
        public ImmutableArray<string> Removable { get; init; } = [];
    }

    /// <summary>Install what packages need besides, but not these themselves, under the services that run.</summary>
    /// <param name="Upgrade">The upgrade: once in each.</param>
    /// <param name="Packages">Binary packages and the versions that will be installed later.</param>
    /// <param name="GuardedUnits">Units that package scripts must not start, stop or restart meanwhile.</param>
    /// <param name="HeldSources">Source packages whose binaries must not change with it: those of all components are among them.</param>
    public sealed record Preinstall(
        string Upgrade, ImmutableArray<PackagePin> Packages, ImmutableArray<string> GuardedUnits, ImmutableArray<string> HeldSources) : Command
    {
        /// <summary>Binary packages that may go when the packages themselves come; none goes now. No part of what the step is.</summary>
        public ImmutableArray<string> Removable { get; init; } = [];

        /// <summary>Patterns of debconf's questions that are answered with no meanwhile. No part of what the step is.</summary>
        public ImmutableArray<string> MigrationQuestions { get; init; } = [];
    }

    /// <summary>Give the units their graceful time, hold them, stop them. Enablement is left alone.</summary>
    /// <param name="Component">Component the units belong to.</param>
    /// <param name="Units">Units with suffix, in the order to stop them.</param>
    /// <param name="StopSeconds">Time a unit has to end its work before systemd kills it.</param>
    public sealed record StopAndHold(string Component, ImmutableArray<string> Units, int StopSeconds) : Command;

    /// <summary>Install exact versions while the component's units are kept from being started by package scripts.</summary>
    /// <param name="Component">Component the packages belong to.</param>
    /// <param name="Packages">Binary packages and the versions to install.</param>
    /// <param name="GuardedUnits">Units that package scripts must not start, stop or restart meanwhile.</param>
    /// <param name="HeldSources">Source packages whose binaries must not change with them.</param>
    public sealed record Install(
        string Component, ImmutableArray<PackagePin> Packages, ImmutableArray<string> GuardedUnits, ImmutableArray<string> HeldSources) : Command
    {
        /// <summary>Binary packages that may go with it. No part of what the step is.</summary>
        public ImmutableArray<string> Removable { get; init; } = [];

        /// <summary>Patterns of debconf's questions that are answered with no meanwhile. No part of what the step is.</summary>
        public ImmutableArray<string> MigrationQuestions { get; init; } = [];
    }

    /// <summary>Run one schema command of the component with its new code.</summary>
    /// <param name="Component">Component whose schema moves.</param>
    /// <param name="Phase">Which of the commands.</param>
    /// <param name="Run">Argument vector.</param>
    /// <param name="User">Account to run it as; empty: root.</param>
    /// <param name="Version">Target version of the component: the same command for another version is another step.</param>
    public sealed record SyncSchema(string Component, SchemaPhase Phase, ImmutableArray<string> Run, string User, string Version) : Command;

    /// <summary>Take the hold away and start the units that ran before it, or that are enabled, in order.</summary>
    /// <param name="Component">Component the units belong to.</param>
    /// <param name="Units">Units with suffix, in the order to start them.</param>
    public sealed record Release(string Component, ImmutableArray<string> Units) : Command
    {
        /// <summary>Where the started units will answer: the node waits a while for it, which spares asking it again and again. No part of what the step is.</summary>
        public ImmutableArray<string> Awaited { get; init; } = [];
    }

    /// <summary>Restart units that still run the old code, or that must forget an old RPC version.</summary>
    /// <param name="Component">Component the units belong to.</param>
    /// <param name="Units">Units with suffix, in order.</param>
    /// <param name="StopSeconds">Time a unit has to end its work before systemd kills it.</param>
    /// <param name="Cause">Why: the two are different steps, though they do the same.</param>
    public sealed record Restart(string Component, ImmutableArray<string> Units, int StopSeconds, RestartCause Cause) : Command;
}
