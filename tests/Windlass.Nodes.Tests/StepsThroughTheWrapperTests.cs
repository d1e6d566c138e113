namespace Windlass.Nodes.Tests;

/// <summary>The ledger, for an account that may run nothing but the wrapper.</summary>
[Collection("local node")]
public sealed class StepsThroughTheWrapperTests : StepTests
{
    private readonly ThroughTheWrapper wrapped;

    public StepsThroughTheWrapperTests(LocalNode local)
        : base(local)
    {
        wrapped = new ThroughTheWrapper(local);
        wrapped.Install();
    }

    private protected override INode Connect(OpenSsh ssh) => new AllowingNode(ssh.Connect(wrapped.Address("forced")), wrapped.PolicyFile);
}
