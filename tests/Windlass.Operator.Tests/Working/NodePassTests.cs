using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Queueing;
using Windlass.Nodes;
using Windlass.Operator.Resources;
using Windlass.Operator.Working;

namespace Windlass.Operator.Tests.Working;

/// <summary>One pass over a node: what it looks at, what it writes, and when it comes back.</summary>
public sealed class NodePassTests
{
    [Fact]
    public async Task Step_ThatGoesWell_WritesOnce()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        var most = 0;
        for (var round = 0; round < 40; round++)
        {
            await life.CatchUpAsync();
            await life.UpgradePassAsync();
            foreach (var node in cloud.Machines.Keys)
            {
                await life.CatchUpAsync();
                cloud.Api.Calls.Clear();
                await life.NodePassAsync(node);
                most = Math.Max(most, cloud.Api.Calls.Count(call => call is { Verb: "apply-status", Plural: "nodeupgrades" }));
            }
        }

        Assert.Equal(1, most);
        Assert.NotNull((await cloud.UpgradeAsync()).Status!.CompletionTime);
    }

    /// <summary>What came of a step is written by the pass after it; when the node is silent by then, all the same.</summary>
    [Fact]
    public async Task NodeFallsSilentAfterAStep_NextPass_WritesWhatCameOfIt()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        while (!cloud.Machines["ctl1"].Steps.Contains("Stage"))
        {
            await life.RoundAsync();
        }

        var before = (await cloud.OrderAsync("ctl1")).Status!.StepsRun;
        cloud.Machines["ctl1"].Silence = new NodeFailure(NodeFailureKind.Unreachable, "gone for a while");
        await life.NodePassAsync("ctl1");

        Assert.Equal(before + 1, (await cloud.OrderAsync("ctl1")).Status!.StepsRun);
    }

    /// <summary>Taking a server out changes nothing on its node.</summary>
    [Fact]
    public async Task Drain_PassAfterIt_DoesNotLookAtTheNodeAgain()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        while (!cloud.Machines["ctl1"].Steps.Contains("Stage") || (await cloud.OrderAsync("ctl1")).Status!.Step?.Name != "Drain")
        {
            await life.RoundAsync();
        }

        // A round lets time pass, in which people may have been at work.
        cloud.Time.Pass(-TimeSpan.FromSeconds(5));

        var before = cloud.Machines["ctl1"].Observations;
        await life.NodePassAsync("ctl1");

        Assert.Contains("StopAndHold", cloud.Machines["ctl1"].Steps);
        Assert.Equal(before, cloud.Machines["ctl1"].Observations);
    }

    /// <summary>A step's answer ends with a look at what it left behind: one exchange for a step.</summary>
    [Fact]
    public async Task Command_PassAfterIt_DoesNotLookAtTheNodeAgain()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        while (!cloud.Machines["ctl1"].Steps.Contains("StopAndHold"))
        {
            await life.RoundAsync();
        }

        cloud.Time.Pass(-TimeSpan.FromSeconds(5));

        var before = cloud.Machines["ctl1"].Observations;
        await life.NodePassAsync("ctl1");

        Assert.Contains("Install", cloud.Machines["ctl1"].Steps);
        Assert.Equal(before, cloud.Machines["ctl1"].Observations);
    }

    [Fact]
    public async Task NothingChanged_FurtherRounds_WriteNothing()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        await life.FinishAsync();
        await life.RoundAsync();
        await life.RoundAsync();
        await life.CatchUpAsync();

        // The time of the last look is written once a minute: it is fresh now.
        await life.NodePassAsync("ctl1");
        await life.NodePassAsync("ctl2");
        await life.CatchUpAsync();
        cloud.Api.Calls.Clear();

        await life.UpgradePassAsync();
        await life.NodePassAsync("ctl1");
        await life.NodePassAsync("ctl2");

        // Events are told in their own time: the last of the run may come only now.
        Assert.All(cloud.Api.Calls.Where(call => call.Plural != "events"), call => Assert.Equal("get", call.Verb));
    }

    [Fact]
    public async Task ApiUnavailable_NodePass_FailsAndIsRetriedInsteadOfRestingForMinutes()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        await life.RoundAsync();
        await life.RoundAsync();
        await life.CatchUpAsync();
        cloud.Api.Fault = _ => new ApiFailure.Unavailable("down for a while");

        Assert.IsType<Reconciled.Failed>(await life.NodePassAsync("ctl1"));

        cloud.Api.Fault = null;
        await life.FinishAsync();
        Assert.All(cloud.Machines.Values, machine => Assert.Equal(Machine.WholeUpgrade, machine.Steps));
    }

    [Fact]
    public async Task NodeObeysNewerLeader_Step_IsNotAskedAgainSoon()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        await life.RoundAsync();
        await life.RoundAsync();
        await life.CatchUpAsync();
        await life.UpgradePassAsync();
        await life.CatchUpAsync();
        cloud.Machines["ctl1"].NewestFence = 99;

        var outcome = Assert.IsType<Reconciled.RequeueAfter>(await life.NodePassAsync("ctl1"));

        Assert.True(outcome.Delay >= TimeSpan.FromSeconds(15), $"asked again after {outcome.Delay}");
    }

    [Fact]
    public async Task SecretMissing_NodePass_SaysWhichSecretAndKey()
    {
        var cloud = await Cloud.DeclaredAsync();
        await Cloud.MustAsync(cloud.Api.DeleteAsync(Kinds.Secrets, new ResourceKey(Cloud.Space, "ssh"), new DeleteOptions(), default));
        await using var life = new OperatorLife(cloud);

        await life.RoundAsync();
        await life.RoundAsync();

        var condition = (await cloud.OrderAsync("ctl1")).Status!.Conditions.Single(one => one.Type == "Reachable");
        Assert.Equal("SecretUnusable", condition.Reason);
        Assert.Contains("Secret ssh", condition.Message, StringComparison.Ordinal);
        Assert.Contains("ssh-privatekey", condition.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpgradeOverForAWhile_NodePass_ClosesTheConnection()
    {
        var cloud = await Cloud.DeclaredAsync();
        await using var life = new OperatorLife(cloud);
        await life.FinishAsync();
        await life.CatchUpAsync();
        var before = cloud.Machines["ctl1"].Disconnects;

        // The last step may have been a moment ago.
        await life.NodePassAsync("ctl1");
        Assert.Equal(before, cloud.Machines["ctl1"].Disconnects);
        cloud.Time.Pass(IdleConnections.Linger);
        await life.NodePassAsync("ctl1");

        Assert.Equal(before + 1, cloud.Machines["ctl1"].Disconnects);
    }
}
