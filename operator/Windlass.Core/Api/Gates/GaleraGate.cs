using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Gates;

/// <summary>Open while the member is ready, connected and synced in a primary cluster of so many members.</summary>
public sealed record GaleraGate
{
    /// <summary>Fewest members.</summary>
    [Description("Members that the cluster must have; default 3.")]
    [Between(1, 100)]
    public int MinSize { get; init => field = value == 0 ? 3 : value; } = 3;
}
