using System.Collections.Immutable;

namespace Windlass.Core.Observation;

/// <summary>What came of a component's upgrade check, run from the new packages before anything was changed. Closed: <see cref="Ran"/> or <see cref="NotRun"/>.</summary>
/// <param name="Component">Name of the component.</param>
/// <param name="Output">Last lines that it printed.</param>
public abstract record UpgradeCheckResult(string Component, ImmutableArray<string> Output)
{
    /// <summary>It has a verdict.</summary>
    /// <param name="Component">Name of the component.</param>
    /// <param name="ExitCode">0 all is well, 1 warnings, 2 a failure, 255 the check itself broke: upstream's codes.</param>
    /// <param name="Output">Last lines that it printed.</param>
    public sealed record Ran(string Component, int ExitCode, ImmutableArray<string> Output) : UpgradeCheckResult(Component, Output);

    /// <summary>It has none: it could not be run aside. It is run all the same when the new code is installed, before that starts.</summary>
    /// <param name="Component">Name of the component.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Output">Last lines that it printed.</param>
    public sealed record NotRun(string Component, string Reason, ImmutableArray<string> Output) : UpgradeCheckResult(Component, Output);
}
