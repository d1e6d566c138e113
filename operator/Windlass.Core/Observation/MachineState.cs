using System.Collections.Immutable;

namespace Windlass.Core.Observation;

/// <summary>Identity and health of the machine itself.</summary>
/// <param name="MachineId">/etc/machine-id.</param>
/// <param name="BootId">Changes with every boot; tells a reboot in the middle of a step from a crash of the step.</param>
/// <param name="Kernel">uname -r.</param>
/// <param name="OperatingSystem">PRETTY_NAME of /etc/os-release.</param>
/// <param name="Clock">The node's own wall clock when it answered; only ever compared with other times of the same node.</param>
/// <param name="Addresses">Global addresses on its interfaces, without prefix length.</param>
/// <param name="FreeBytes">Free space of the fullest file system that packages are written to (/, /var, /boot).</param>
/// <param name="IsRebootRequired">/run/reboot-required exists, or a kernel newer than the running one is installed.</param>
public sealed record MachineState(
    string MachineId,
    string BootId,
    string Kernel,
    string OperatingSystem,
    DateTimeOffset Clock,
    ImmutableArray<string> Addresses,
    long FreeBytes,
    bool IsRebootRequired);
