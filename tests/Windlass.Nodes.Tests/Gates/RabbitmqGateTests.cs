using Windlass.Core.Api.Gates;
using Windlass.Core.Planning.Gates;

namespace Windlass.Nodes.Tests.Gates;

/// <summary>The gate on RabbitMQ's backlog, read on Debian's RabbitMQ. One story, because a broker takes seconds to start: well first, then one trouble after the other.</summary>
public sealed class RabbitmqGateTests(BrokerNode broker) : IClassFixture<BrokerNode>
{
    [Fact]
    public async Task BrokersFullThenFailing_Read_CountsWhatCountsAndSaysWhyItIsShut()
    {
        broker.Require();
        await CountsThoseOfTheVirtualHostWithoutIgnoredQueuesAsync();
        await IsShutWhereThereIsNoQueueAsync();
        await IsShutWhenItHangsAsync();
        await IsShutWhenAQueuesBrokerIsGoneAsync();

        await broker.RunAsync("rabbitmqctl -q stop_app");
        await ShutAsync("cannot be read: this command requires the 'rabbit' app to be running on the target node. Start it with 'rabbitmqctl start_app'");

        await broker.RigAsync("signal rabbit KILL");
        await ShutAsync("cannot be read: unable to perform an operation on node 'rabbit@wnbroker'; connected to epmd (port 4369) on wnbroker; epmd reports: node 'rabbit' not running at all");
    }

    private async Task CountsThoseOfTheVirtualHostWithoutIgnoredQueuesAsync()
    {
        Assert.Equal((true, "1,234 messages on b, limit 10,000"), Told(await broker.ReadAsync(Gate("openstack", 10000))));
        Assert.Equal((true, "1,234 messages on b, limit 1,234"), Told(await broker.ReadAsync(Gate("openstack", 1234))));
        Assert.Equal((false, "1,234 messages on b, limit 1,233"), Told(await broker.ReadAsync(Gate("openstack", 1233))));
        Assert.Equal((false, "40 messages on b, limit 39"), Told(await broker.ReadAsync(Gate("/", 39))));

        var everything = await broker.ReadAsync(Gate("openstack", 10000) with { RabbitmqBacklog = new RabbitmqBacklogGate { Vhost = "openstack" } });
        Assert.Equal((true, "6,234 messages on b, limit 10,000"), Told(everything));
    }

    /// <summary>rabbitmqctl's answer is the same whether the virtual host has no queue or does not exist, exit code 0 included.</summary>
    private async Task IsShutWhereThereIsNoQueueAsync()
    {
        foreach (var vhost in (string[])["bare", "opnstack", "with space"])
        {
            var verdict = await broker.ReadAsync(Gate(vhost, 10000));

            Assert.False(verdict.IsOpen);
            Assert.StartsWith($"virtual host {vhost} has no queue", verdict.Found, StringComparison.Ordinal);
        }
    }

    private async Task IsShutWhenItHangsAsync()
    {
        await broker.RigAsync("signal rabbit STOP");
        await ShutAsync("TCP connection succeeded but Erlang distribution failed", "no answer in time");
        await broker.RigAsync("signal rabbit CONT");
    }

    private async Task IsShutWhenAQueuesBrokerIsGoneAsync()
    {
        await broker.RigAsync("start second 5673");
        await broker.RigAsync("join second");
        await broker.RigAsync("publish openstack on-second 3 5673");
        Assert.Equal("1,237 messages", (await broker.ReadAsync(Gate("openstack", 10000))).Found);

        await broker.RigAsync("signal second KILL");
        await ShutAsync("queue on-second does not tell how many messages it has");
    }

    private static (bool IsOpen, string Told) Told(GateVerdict verdict) => (verdict.IsOpen, verdict.On("b"));

    /// <summary>Any of the texts will do: which of its ways a hanging broker is found by depends on how busy this machine is.</summary>
    private async Task ShutAsync(params string[] told)
    {
        var verdict = await broker.ReadAsync(Gate("openstack", 10000));

        Assert.False(verdict.IsOpen, verdict.Found);
        Assert.True(told.Any(text => verdict.Found.Contains(text, StringComparison.Ordinal)), verdict.Found);
        Assert.DoesNotContain("ookie", verdict.Found, StringComparison.Ordinal);
    }

    private static HealthGate Gate(string vhost, int most) => new()
    {
        Name = "bus",
        OnRoles = ["messaging"],
        RabbitmqBacklog = new RabbitmqBacklogGate { Vhost = vhost, MaxMessages = most, IgnoreQueues = ["notifications.*"] },
    };
}
