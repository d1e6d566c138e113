using Windlass.HAProxy.Tests.Lab;

namespace Windlass.HAProxy.Tests;

public sealed class SimulatedLoadBalancerTests : LoadBalancerContract
{
    protected override Task<LoadBalancerLab> StartAsync() => Task.FromResult<LoadBalancerLab>(new SimulatedLab());
}
