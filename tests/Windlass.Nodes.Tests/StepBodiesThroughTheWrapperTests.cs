namespace Windlass.Nodes.Tests;

/// <summary>What the bodies do to a node, for root by forced command.</summary>
[Collection("local node")]
public sealed class StepBodiesThroughTheWrapperTests : StepBodyTests
{
    private readonly LocalNode local;
    private readonly ThroughTheWrapper wrapped;

    public StepBodiesThroughTheWrapperTests(LocalNode local)
        : base(local)
    {
        this.local = local;
        wrapped = new ThroughTheWrapper(local);
        wrapped.Install();
    }

    private protected override INode Connect() => new AllowingNode(local.Patient.Connect(wrapped.Address("root")), wrapped.PolicyFile);
}
