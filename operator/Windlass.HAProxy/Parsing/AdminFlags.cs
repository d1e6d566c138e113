using Windlass.Core.LoadBalancing;

namespace Windlass.HAProxy.Parsing;

/// <summary>What <c>show servers state</c> tells of a server.</summary>
/// <param name="Bits"><c>srv_admin_state</c>.</param>
/// <param name="Address">Empty when it has none.</param>
/// <param name="Port">0 when it has none.</param>
internal readonly record struct AdminFlags(int Bits, string Address, int Port)
{
    private const int ForcedMaintenance = 0x01;
    private const int ForcedDrain = 0x08;
    private const int InheritedDrain = 0x10;

    /// <summary>Forced, or inherited from a tracked server. An unknown bit counts as maintenance: it is at least not ready.</summary>
    internal AdminState Effective => (Bits & ~(ForcedDrain | InheritedDrain)) != 0 ? AdminState.Maintenance
        : Bits != 0 ? AdminState.Drain
        : AdminState.Ready;

    /// <summary>
    /// A command took effect when the forced bits say so. The effective state may differ: a server that tracks another stays in
    /// that one's state until it is set as well.
    /// </summary>
    internal bool Obeys(AdminState wanted) => wanted switch
    {
        AdminState.Ready => (Bits & (ForcedMaintenance | ForcedDrain)) == 0,
        AdminState.Drain => (Bits & ForcedDrain) != 0 && (Bits & ForcedMaintenance) == 0,
        AdminState.Maintenance => (Bits & ForcedMaintenance) != 0,
        _ => false,
    };
}
