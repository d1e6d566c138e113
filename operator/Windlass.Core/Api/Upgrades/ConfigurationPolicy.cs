namespace Windlass.Core.Api.Upgrades;

/// <summary>What becomes of the runs of configuration management that a release asks for (<c>quiesce[].runAtEnd</c>).</summary>
public enum ConfigurationPolicy
{
    /// <summary>Each node is taken out of rotation once more at the end, its configuration applied, and brought back; then the agent is given back.</summary>
    AtEnd,

    /// <summary>None is made: the agent is given back, and runs whenever it wants to.</summary>
    Never,
}
