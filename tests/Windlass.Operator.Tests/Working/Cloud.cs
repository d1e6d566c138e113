using System.Collections.Immutable;
using System.Text;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Identities;
using Windlass.Core.LoadBalancing;
using Windlass.Core.Simulation;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Resources;
using Windlass.Testing;

namespace Windlass.Operator.Tests.Working;

/// <summary>What outlives an operator process: two controllers behind two HAProxies, and the API with their declarations.</summary>
internal sealed class Cloud
{
    public const string Space = "cloud";

    public Cloud()
        : this(Space, new EagerTime())
    {
    }

    /// <summary>Another one, in a namespace of its own, with namesakes of the first one's machines.</summary>
    public Cloud(string space, Cloud beside)
        : this(space, beside.Time, beside.Api)
    {
    }

    private Cloud(string space, EagerTime time, InMemoryClusterApi? api = null)
    {
        (Namespace, Time) = (space, time);
        Api = api ?? new InMemoryClusterApi(new InMemoryCluster(time));
        foreach (var name in (ReadOnlySpan<string>)["ctl1", "ctl2"])
        {
            Machines[name] = new Machine(new NodeName(name), $"{name}.{space}.test", Time);
            var servers = new[] { "ctl1", "ctl2" }.Select(server => new SimulatedServer(new ServerRef("key_back", server), $"{server}.{space}.test", 80));
            Balancers[name] = new Balancer(
                new NodeName(name), new SimulatedHAProxy(new NodeName(name), servers), server => Machines[server.Server].IsRunning, Setting);
        }
    }

    public string Namespace { get; }

    /// <summary>Its SSH key; no other cloud has it.</summary>
    public string Key => $"key of {Namespace}";

    public EagerTime Time { get; }

    public InMemoryClusterApi Api { get; }

    public Dictionary<string, Machine> Machines { get; } = [];

    public Dictionary<string, Balancer> Balancers { get; } = [];

    /// <summary>How its upgrade goes.</summary>
    public UpgradeStrategy Strategy { get; init; } = new();

    /// <summary>Its HAProxies have a master process with a socket.</summary>
    public bool HasMasterSockets { get; init; } = true;

    /// <summary>Nothing that listens on the sockets of its HAProxies.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>States set on a server that no work order had claimed at that moment.</summary>
    public List<string> Unclaimed { get; } = [];

    /// <summary>Most servers of one backend that were out of rotation at once on one HAProxy.</summary>
    public int MostOut { get; private set; }

    public bool IsWholeInRotation => Balancers.Values.All(balancer => balancer.Inner.Snapshot().Servers.All(server => server.IsInRotation));

    /// <summary>One that is declared, and an upgrade of it.</summary>
    public static async Task<Cloud> DeclaredAsync()
    {
        var cloud = new Cloud();
        await cloud.DeclareAsync();
        return cloud;
    }

    public async Task DeclareAsync(params PauseRequest[] pauses)
    {
        await MustAsync(Api.CreateAsync(
            Kinds.Secrets,
            new Secret
            {
                Metadata = new ObjectMeta { Name = "ssh", Namespace = Namespace },
                Data = ImmutableDictionary<string, byte[]>.Empty.Add("ssh-privatekey", Encoding.ASCII.GetBytes(Key)),
            },
            default));
        await MustAsync(Api.CreateAsync(Kinds.Releases, Release("alder", "<< 2", []), default));
        await MustAsync(Api.CreateAsync(Kinds.Releases, Release("birch", ">= 2", ["alder"]), default));
        foreach (var name in Machines.Keys)
        {
            await MustAsync(Api.CreateAsync(Kinds.Nodes, Node(name), default));
        }

        await MustAsync(Api.CreateAsync(
            Kinds.Upgrades,
            new ClusterUpgrade { Metadata = new ObjectMeta { Name = "up", Namespace = Namespace }, Spec = new ClusterUpgradeSpec { TargetRelease = "birch", PauseRequests = [.. pauses], Strategy = Strategy } },
            default));
    }

    public async Task<ClusterUpgrade> UpgradeAsync() => await MustAsync(Api.GetAsync(Kinds.Upgrades, new ResourceKey(Namespace, "up"), default));

    public async Task<NodeUpgrade> OrderAsync(string node) => await MustAsync(Api.GetAsync(Kinds.WorkOrders, new ResourceKey(Namespace, $"up-{node}"), default));

    public static async Task<T> MustAsync<T>(Task<ApiOutcome<T>> call)
        where T : class
    {
        var outcome = await call;
        Assert.True(outcome.TryGet(out var value, out var failure), failure?.Message);
        return value!;
    }

    private void Setting(NodeName instance, ServerRef server, AdminState state)
    {
        var outcome = Api.GetAsync(Kinds.WorkOrders, new ResourceKey(Namespace, $"up-{server.Server}"), default).GetAwaiter().GetResult();
        var isClaimed = outcome.TryGet(out var order, out _)
            && order.Status is { } status
            && status.Drains.Any(drain => drain.Instance == instance.Value && drain.Backend == server.Backend && drain.Server == server.Server);
        if (!isClaimed)
        {
            Unclaimed.Add($"{server} on {instance} -> {state}");
        }

        var others = Balancers[instance.Value].Inner.Snapshot().Servers.Count(other => other.Ref != server && other.Admin != AdminState.Ready);
        MostOut = Math.Max(MostOut, others + (state == AdminState.Ready ? 0 : 1));
    }

    private ClusterRelease Release(string name, string version, ImmutableArray<string> from) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = Namespace },
        Spec = new ClusterReleaseSpec
        {
            UpgradesFrom = from,
            Recognise = [new RecognisedPackage { Package = "key", Version = version }],
            Repository = new ReleaseRepository { File = "cloud.sources", Content = $"Suites: {name}" },
            Components =
            [
                new ReleaseComponent
                {
                    Name = "key",
                    SourcePackages = ["key"],
                    ControlPlane = new ComponentControlPlane { Role = "controller", Backends = ["key_back"] },
                },
            ],
        },
    };

    private ClusterNode Node(string name) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = Namespace },
        Spec = new ClusterNodeSpec
        {
            Address = Machines[name].Address,
            Roles = ["controller"],
            Ssh = new NodeSsh { SecretRef = new SecretReference { Name = "ssh" }, HostKeys = ["ssh-ed25519 AAAA"] },
            Haproxy = new NodeHAProxy(),
        },
    };
}
