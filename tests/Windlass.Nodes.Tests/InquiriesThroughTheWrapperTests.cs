namespace Windlass.Nodes.Tests;

/// <summary>Questions, for an account that may run nothing but the wrapper.</summary>
[Collection("local node")]
public sealed class InquiriesThroughTheWrapperTests : InquiryTests
{
    private readonly LocalNode local;
    private readonly ThroughTheWrapper wrapped;

    public InquiriesThroughTheWrapperTests(LocalNode local)
        : base(local)
    {
        this.local = local;
        wrapped = new ThroughTheWrapper(local);
        wrapped.Install();
    }

    private protected override INode Connect() => new AllowingNode(local.Ssh.Connect(wrapped.Address("sudoer")), wrapped.PolicyFile);
}
