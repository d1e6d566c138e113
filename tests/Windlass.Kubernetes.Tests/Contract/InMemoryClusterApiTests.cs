using Windlass.Kubernetes.Api;
using Windlass.Testing;

namespace Windlass.Kubernetes.Tests.Contract;

/// <summary>The simulated side of the seam.</summary>
public sealed class InMemoryClusterApiTests : ClusterApiContract
{
    protected override IClusterApi Api { get; } = new InMemoryClusterApi(new InMemoryCluster(TimeProvider.System));
}
