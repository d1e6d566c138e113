using System.Collections.Immutable;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Tests.Planning;

/// <summary>Upstream's exit codes: 0 and 1 go on, 2 and 255 stop; and what a person says of it.</summary>
public sealed class UpgradeCheckFindingTests
{
    private static readonly ClusterUpgradeSpec Plain = new() { TargetRelease = "birch" };

    [Fact]
    public void AllIsWell_Check_FindsNothing() => Assert.Empty(Checks(Ran(0)));

    [Fact]
    public void Warning_Check_IsShownAndDoesNotBlock()
    {
        var check = Assert.Single(Checks(Ran(1, "+----+", "| Check: Policy File JSON to YAML Migration |", "| Result: Warning |")));

        Assert.Equal((PreflightCheck.UpgradeChecks, CheckSeverity.Warning, "keystone"), (check.Check, check.Severity, check.Component));
        Assert.Equal("keystone of birch has warnings: Check: Policy File JSON to YAML Migration; Result: Warning", check.Message);
        Assert.False(CheckPolicy.Blocks(Plain, check));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(255)]
    public void Failure_Check_BlocksAndSaysHowToAcceptIt(int code)
    {
        var check = Assert.Single(Checks(Ran(code, "Details: no service user")));

        Assert.True(CheckPolicy.Blocks(Plain, check));
        Assert.Contains($"answers {code}: Details: no service user. Mend what it names, or accept it with keystone in spec.upgradeChecks.accept", check.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CouldNotBeRun_Check_SaysSoAndDoesNotBlock()
    {
        var check = Assert.Single(Checks(new UpgradeCheckResult.NotRun("keystone", "there is no account keystone", [])));

        Assert.Equal(CheckSeverity.Note, check.Severity);
        Assert.Contains("was not run before the first change (there is no account keystone)", check.Message, StringComparison.Ordinal);
        Assert.False(CheckPolicy.Blocks(Plain with { UpgradeChecks = new() { OnWarning = CheckWarningPolicy.Fail } }, check));
    }

    [Fact]
    public void WarningsAreFailures_Blocks_UntilAcceptedByName()
    {
        var check = Assert.Single(Checks(Ran(1)));
        var strict = Plain with { UpgradeChecks = new() { OnWarning = CheckWarningPolicy.Fail } };

        Assert.True(CheckPolicy.Blocks(strict, check));
        Assert.True(CheckPolicy.Blocks(strict with { UpgradeChecks = strict.UpgradeChecks with { Accept = ["nova"] } }, check));
        Assert.False(CheckPolicy.Blocks(strict with { UpgradeChecks = strict.UpgradeChecks with { Accept = ["keystone"] } }, check));
    }

    [Fact]
    public void OtherCheckOfAnAcceptedComponent_Blocks_AllTheSame() => Assert.True(CheckPolicy.Blocks(
        Plain with { UpgradeChecks = new() { Accept = ["keystone"] } }, new FailedCheck { Check = PreflightCheck.PackagesNotHeld, Component = "keystone", Message = "x" }));

    private static UpgradeCheckResult.Ran Ran(int code, params ImmutableArray<string> output) => new("keystone", code, output);

    private static ImmutableArray<FailedCheck> Checks(UpgradeCheckResult result) =>
        Preflight.Check(new NodeSight("ctl2").View with { Resolution = new TargetResolution { Checks = [result] } });
}
