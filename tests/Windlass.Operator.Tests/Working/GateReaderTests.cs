using System.Text.Json.Nodes;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Gates;
using Windlass.Kubernetes.Api;
using Windlass.Nodes;
using Windlass.Operator.Gating;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Tests.Working;

/// <summary>Readings of gates over nodes that answer, do not answer, or answer something else.</summary>
public sealed class GateReaderTests
{
    private static readonly GateKey Key = new(new ResourceKey(Cloud.Space, "up"), "bus");

    [Fact]
    public async Task FirstNodeAnswers_Read_AsksNoOther()
    {
        var cloud = await GatedAsync();
        await using var life = new OperatorLife(cloud);

        var reading = await ReadAsync(life);

        Assert.Equal((true, "7 messages on ctl1, limit 10,000"), (reading.IsOpen, reading.Message));
        var question = Assert.IsType<Inquiry.Command>(Assert.Single(cloud.Machines["ctl1"].Questions));
        Assert.Equal(["rabbitmqctl", "-q", "-t", "15", "list_queues", "-p", "/", "--formatter", "json", "name", "messages"], question.Argv);
        Assert.Empty(cloud.Machines["ctl2"].Questions);
    }

    [Fact]
    public async Task FirstNodeIsSilent_Read_AsksTheNextAndStaysWithIt()
    {
        var cloud = await GatedAsync();
        cloud.Machines["ctl1"].Silence = new NodeFailure(NodeFailureKind.ConnectTimeout, "no answer");
        await using var life = new OperatorLife(cloud);

        Assert.Equal("7 messages on ctl2, limit 10,000", (await ReadAsync(life)).Message);
        cloud.Time.Pass(TimeSpan.FromSeconds(20));
        await ReadAsync(life);

        Assert.Single(cloud.Machines["ctl1"].Questions);
        Assert.Equal(2, cloud.Machines["ctl2"].Questions.Count);
    }

    [Fact]
    public async Task NobodyAnswers_Read_IsShutAndSaysWhy()
    {
        var cloud = await GatedAsync();
        foreach (var machine in cloud.Machines.Values)
        {
            machine.Silence = new NodeFailure(NodeFailureKind.ConnectTimeout, "no answer");
        }

        await using var life = new OperatorLife(cloud);
        var reading = await ReadAsync(life);

        Assert.Equal((false, "cannot be read: ctl2: no answer"), (reading.IsOpen, reading.Message));
    }

    [Fact]
    public async Task ReadJustNow_Read_AsksNobody()
    {
        var cloud = await GatedAsync();
        await using var life = new OperatorLife(cloud);

        await ReadAsync(life);
        await ReadAsync(life);

        Assert.Single(cloud.Machines["ctl1"].Questions);
    }

    private static async Task<GateReading> ReadAsync(OperatorLife life)
    {
        await life.CatchUpAsync();
        await life.ReadGateAsync(Key);
        return life.Shelf.Find(Key)!;
    }

    private static async Task<Cloud> GatedAsync()
    {
        var cloud = await Cloud.DeclaredAsync();
        foreach (var machine in cloud.Machines.Values)
        {
            machine.AnswerText = "[{\"name\":\"q\",\"messages\":7}]";
        }

        var gate = new JsonObject { ["name"] = "bus", ["onRoles"] = new JsonArray("messaging", "controller"), ["rabbitmqBacklog"] = new JsonObject { ["maxMessages"] = 10000 } };
        var patch = new JsonObject { ["spec"] = new JsonObject { ["gates"] = new JsonArray(gate) } };
        await Cloud.MustAsync(cloud.Api.PatchAsync(Kinds.Upgrades, Key.Upgrade, new ResourcePatch.Merge(patch.ToJsonString()), default));
        return cloud;
    }
}
