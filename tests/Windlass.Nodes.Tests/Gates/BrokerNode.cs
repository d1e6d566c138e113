namespace Windlass.Nodes.Tests.Gates;

/// <summary>A node with Debian's RabbitMQ: two virtual hosts, queues with messages in them.</summary>
public sealed class BrokerNode() : GateNode("wnbroker", "broker.sh", "/usr/sbin/rabbitmqctl")
{
    protected override async Task StartAsync()
    {
        await RigAsync("start rabbit 5672");
        await RunAsync("rabbitmqctl -q add_vhost openstack && rabbitmqctl -q add_vhost bare && rabbitmqctl -q set_permissions -p openstack guest '.*' '.*' '.*'");
        await RigAsync("publish / conductor 40");
        await RigAsync("publish openstack conductor 1200");
        await RigAsync("publish openstack compute.cmp1 34");
        await RigAsync("publish openstack notifications.info 5000");
    }
}
