using System.Collections.Immutable;
using Windlass.Core.Identities;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Steps;
using Windlass.Core.Versions;

namespace Windlass.Nodes.Tests;

/// <summary>A node with fakes for systemd and APT, and steps that are run on it to their end.</summary>
/// <param name="local">The node; several tests share it, so each has names of its own.</param>
public abstract class StepBodyBench(LocalNode local) : IAsyncLifetime
{
    private INode? node;
    private int steps;

    protected string Tag { get; } = Guid.NewGuid().ToString("N")[..8];

    private protected virtual INode Connect() => local.Patient.Connect(local.Address("bodies"));

    private protected INode Node => node ??= Connect();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return node?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    protected string On(string path) => local.On(path);

    protected static PackagePin Pin(string name, string version) => new(name, new DebianVersion(version));

    protected async Task Service(string unit, string state)
    {
        _ = Node;
        await File.WriteAllTextAsync(On($"/run/fake/units/{unit}"), state + "\n");
    }

    protected async Task<string> State(string unit) => (await Text($"/run/fake/units/{unit}")).Trim();

    protected Task<string> Text(string path) => File.ReadAllTextAsync(On(path));

    protected async Task<NodeObservation> Observe(ImmutableArray<string> units, string sourcesFile = "", params ImmutableArray<string> supersedes) =>
        Assert.IsType<ObserveOutcome.Observed>(await Node.ObserveAsync(new ObservationRequest([], [], units, sourcesFile, []) { Supersedes = supersedes }, default)).Observation;

    protected async Task Done(NodeStep.Command step)
    {
        var finished = await Run(step);
        Assert.True(finished.Entry.ExitCode == 0, finished.Tail);
    }

    protected async Task<StepOutcome.Finished> Run(NodeStep.Command step)
    {
        var order = new StepOrder(new StepId($"b-{Tag}-{steps++}"), step, new Fence(0), 1, TimeSpan.FromSeconds(60), 0, new([], [], [], "", []));
        for (var i = 0; i < 20; i++)
        {
            var outcome = await Node.AdvanceAsync(order, default);
            if (outcome is not StepOutcome.Running)
            {
                return Assert.IsType<StepOutcome.Finished>(outcome);
            }
        }

        throw new InvalidOperationException("still running");
    }
}
