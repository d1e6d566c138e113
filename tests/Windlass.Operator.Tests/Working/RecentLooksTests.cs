using System.Collections.Immutable;
using Windlass.Core.Observation;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Working;

namespace Windlass.Operator.Tests.Working;

public sealed class RecentLooksTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ResourceKey Node = new("lab", "ctl1");

    private readonly RecentLooks looks = new();

    [Fact]
    public void FreshLook_Taken_IsGoodForOnePass()
    {
        looks.Keep(Node, Look);

        Assert.NotNull(looks.Take(Node, Now + TimeSpan.FromSeconds(1)));
        Assert.Null(looks.Take(Node, Now + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void OldLook_Taken_IsNone()
    {
        looks.Keep(Node, Look);

        Assert.Null(looks.Take(Node, Now + RecentLooks.GoodFor));
    }

    /// <summary>The clock was set back: nobody knows how old it is.</summary>
    [Fact]
    public void LookFromTheFuture_Taken_IsNone()
    {
        looks.Keep(Node, Look);

        Assert.Null(looks.Take(Node, Now - TimeSpan.FromSeconds(1)));
    }

    private static NodeObservation Look => new()
    {
        TakenAt = Now,
        Machine = new MachineState("m", "b", "6.1", "Debian", Now, [], 10L << 30, IsRebootRequired: false),
        Packages = ImmutableSortedDictionary<string, PackageState>.Empty,
        Units = ImmutableSortedDictionary<string, UnitState>.Empty,
        Packaging = new PackagingState([], null, null, null),
    };
}
