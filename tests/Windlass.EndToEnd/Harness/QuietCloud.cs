namespace Windlass.EndToEnd.Harness;

/// <summary>A fresh lab and an operator that knows it, for tests after which no node may have been touched.</summary>
public sealed class QuietCloud(LabFixture lab) : IAsyncLifetime
{
    private OperatorProcess? _operator;

    internal OperatorProcess Operator => _operator!;

    internal Kubectl Kubectl { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (lab.Absence is not null)
        {
            return;
        }

        await lab.ResetAsync();
        _operator = await OperatorProcess.StartAsync();
        Kubectl = new Kubectl(_operator.Kubeconfig);
        await Kubectl.ApplyCloudAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_operator is not null)
        {
            await _operator.DisposeAsync();
            Kubectl.Dispose();
        }
    }
}
