using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Plans;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Tests.Working;

/// <summary>A plan is written, waits for a person, and is followed; through the API as people use it.</summary>
public sealed class PlanApprovalRunTests
{
    private static readonly ResourceKey Upgrade = new(Cloud.Space, "up");

    [Fact]
    public async Task ManualApproval_Rounds_WriteOnePlanAndTouchNothing()
    {
        var cloud = await ManualAsync();
        await using var life = new OperatorLife(cloud);

        for (var round = 0; round < 8; round++)
        {
            await life.RoundAsync();
        }

        var plan = Assert.Single(await PlansAsync(cloud));
        Assert.Equal("up", Assert.Single(plan.Metadata.OwnerReferences!.Value).Name);
        Assert.Equal(["ctl1", "ctl2"], Assert.Single(plan.Spec.Nodes).Names);
        Assert.Equal(("key", "1.0", "2.0"), Assert.Single(plan.Spec.Nodes[0].Packages) is var package ? (package.Name, package.From, package.To) : default);
        Assert.All(cloud.Machines.Values, machine => Assert.Empty(machine.Steps));
        Assert.Equal(1, cloud.Api.Calls.Count(call => call.Plural == "upgradeplans" && call.Verb is not ("list" or "watch" or "get")));
        var status = (await cloud.UpgradeAsync()).Status!;
        Assert.Equal(plan.Spec.Hash, status.PlanHash);
        Assert.Equal("AwaitingApproval", status.Conditions.Single(condition => condition.Type == "Ready").Reason);
    }

    [Fact]
    public async Task PlanApproved_Upgrade_ReachesItsEndByIt()
    {
        var cloud = await ManualAsync();
        await using var life = new OperatorLife(cloud);
        while ((await cloud.UpgradeAsync()).Status?.PlanHash is null)
        {
            await life.RoundAsync();
        }

        var hash = (await cloud.UpgradeAsync()).Status!.PlanHash;
        await PatchAsync(cloud, """{"spec":{"approval":{"planHash":"HASH"}}}""".Replace("HASH", hash, StringComparison.Ordinal));
        await life.FinishAsync();

        var condition = (await cloud.UpgradeAsync()).Status!.Conditions.Single(one => one.Type == "PlanApproved");
        Assert.Equal((ConditionStatus.True, "ApprovedByUser"), (condition.Status, condition.Reason));
        Assert.Single(await PlansAsync(cloud));
    }

    /// <summary>The operator that comes next finds the plan written, and asks for the same hash.</summary>
    [Fact]
    public async Task OperatorRestarts_Plan_StaysTheSame()
    {
        var cloud = await ManualAsync();
        await using (var life = new OperatorLife(cloud))
        {
            for (var round = 0; round < 5; round++)
            {
                await life.RoundAsync();
            }
        }

        var before = Assert.Single(await PlansAsync(cloud));
        await using var next = new OperatorLife(cloud, fence: 2);
        for (var round = 0; round < 5; round++)
        {
            await next.RoundAsync();
        }

        Assert.Equal(before.Metadata.ResourceVersion, Assert.Single(await PlansAsync(cloud)).Metadata.ResourceVersion);
    }

    private static async Task<Cloud> ManualAsync()
    {
        var cloud = new Cloud();
        await cloud.DeclareAsync();
        await PatchAsync(cloud, """{"spec":{"approval":{"mode":"Manual"}}}""");
        return cloud;
    }

    private static async Task PatchAsync(Cloud cloud, string patch) =>
        await Cloud.MustAsync(cloud.Api.PatchAsync(Kinds.Upgrades, Upgrade, new ResourcePatch.Merge(patch), default));

    private static async Task<IReadOnlyList<UpgradePlan>> PlansAsync(Cloud cloud) =>
        (await Cloud.MustAsync(cloud.Api.ListAsync(Kinds.Plans, new ListOptions { Namespace = Cloud.Space }, default))).Items;
}
