using System.Globalization;
using Windlass.EndToEnd.Harness;
using Windlass.EndToEnd.Images;

namespace Windlass.EndToEnd;

/// <summary>At home in Kubernetes: the main job on upstream's API server, by two replicas of which one dies every 20 s, with no right but the chart's.</summary>
[Collection(LabCollection.Name)]
public sealed class RealApiServerTests(LabFixture lab, ContainerImage image) : IClassFixture<ContainerImage>
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(20);

    /// <summary>Longer than a lease lives; WINDLASS_OUTAGE_SECONDS=120 is what the promise says, and takes its time.</summary>
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("WINDLASS_OUTAGE_SECONDS") ?? "25", CultureInfo.InvariantCulture));

    /// <summary>At least, until another one has the node: 60 s of the promise.</summary>
    private static readonly TimeSpan Sleep = Outage / 2;

    [Fact]
    public async Task TwoReplicasOneKilledEveryTwentySeconds_UnderLoad_SameEndAndNothingTwice()
    {
        await using var run = await RealCloud.StartAsync(lab);
        await using var one = await OperatorProcess.StartAsync(run.Account.Kubeconfig);
        await using var other = await OperatorProcess.StartAsync(run.Account.Kubeconfig);
        await run.BeginAsync();
        await KillInTurnsAsync([one, other], run.EndAsync());

        await run.AssertWellDoneAsync();

        // Each has its share of the nodes, whoever leads.
        Assert.NotEmpty(one.Steps);
        Assert.NotEmpty(other.Steps);
        run.Account.AssertRulesFit();
    }

    /// <summary>
    /// One run, and one after the other: both replicas are cut off from the API server, whose store forgets its history meanwhile; one sleeps in the middle of a
    /// step and wakes when its nodes are another's; both are replaced by two out of the image, as a Deployment replaces its pods.
    /// <para>
    /// What the sleeper is late with is an order of its own: sent before it slept, it reaches the node after the other one has claimed it. Once awake it finds by
    /// its own clock that its leases have run out; it may still have asked something before it looked, which is no different for the node.
    /// </para>
    /// </summary>
    [Fact]
    public async Task CutOffThenAsleepThenReplaced_UnderLoad_SameEndAndNothingTwice()
    {
        ContainerImage.SkipIfAbsent();
        await using var run = await RealCloud.StartAsync(lab);
        await using var network = new Network(run.Server.Administrator.BaseAddress!);
        var kubeconfig = await run.KubeconfigOverAsync(network);
        using var oneSsh = new SlowSsh();
        using var otherSsh = new SlowSsh();
        await using var one = await OperatorProcess.StartAsync(kubeconfig, oneSsh);
        await using var other = await OperatorProcess.StartAsync(kubeconfig, otherSsh);
        await OnAllAsync("mkdir -p /etc/lab && echo 3 > /etc/lab/slow-postinst");
        await run.BeginAsync();

        await UntilInHandAsync("install-");
        network.Cut();
        await Task.Delay(Outage);
        await run.Server.CompactAsync();
        var before = (await LabJournal.StepsAsync()).Length;
        network.Mend();
        await Poll.UntilAsync("work goes on after the outage", async () => (await LabJournal.StepsAsync()).Length > before);

        var node = (await UntilInHandAsync("install-")).Node;
        var (sleeper, ssh) = WorksOn(node, one, other) == one ? (one, oneSsh) : (other, otherSsh);
        var late = await ssh.HoldAsync(node);
        await sleeper.SleepAsync();
        await Task.Delay(Sleep);
        await Poll.UntilAsync("the other one works on the node", async () => await FenceAsync(node) > late);
        ssh.Deliver();
        await Poll.UntilAsync("the node refuses the late order", async () => await LabJournal.RefusedAsync(node, late, "a newer leader"));
        await sleeper.WakeAsync();

        await using var next = await ImageReplica.StartAsync(image, kubeconfig, network.Address);
        await using var last = await ImageReplica.StartAsync(image, kubeconfig, network.Address);
        await Task.WhenAll(one.StopAsync(), other.StopAsync());
        await OnAllAsync("rm /etc/lab/slow-postinst");
        await run.EndAsync();

        await run.AssertWellDoneAsync();
        Assert.Contains(": lost, ", sleeper.Log, StringComparison.Ordinal);
        Assert.NotEmpty(next.Steps.Concat(last.Steps));
    }

    private static Task OnAllAsync(string script) => Task.WhenAll(LabFixture.Nodes.Select(node => LabFixture.OnAsync(node, script)));

    /// <summary>The first step of its kind that was begun and has not ended.</summary>
    private static async Task<LedgerLine> UntilInHandAsync(string kind)
    {
        LedgerLine? found = null;
        await Poll.UntilAsync(
            $"a step {kind} is in hand",
            async () =>
            {
                var steps = await LabJournal.StepsAsync();
                found = steps.FirstOrDefault(line => line.Phase == "start" && line.Step.StartsWith(kind, StringComparison.Ordinal)
                    && !steps.Any(end => end.Phase == "end" && end.Node == line.Node && end.Step == line.Step));
                return found is not null;
            },
            minutes: 5);
        return found!;
    }

    private static OperatorProcess WorksOn(string node, params OperatorProcess[] replicas) =>
        replicas.MaxBy(replica => replica.LastStepOn(node), StringComparer.Ordinal)!;

    private static async Task<long> FenceAsync(string node) =>
        long.Parse(await LabFixture.OnAsync(node, "cat /var/lib/windlass/fence"), CultureInfo.InvariantCulture);

    /// <summary>The one that leads is among them: whoever stands by takes over when its lease has run out.</summary>
    private static async Task KillInTurnsAsync(OperatorProcess[] replicas, Task end)
    {
        var turn = 0;
        while (await Task.WhenAny(end, Task.Delay(Life)) != end)
        {
            var next = replicas[turn++ % replicas.Length];
            await next.KillAsync();
            await next.StartAgainAsync();
        }

        await end;
        Assert.True(turn > 0, "the run was over before anything was killed");
    }
}
