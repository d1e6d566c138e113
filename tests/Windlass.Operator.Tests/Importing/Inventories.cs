using System.Collections.Immutable;
using Windlass.ControlPlane.Manifests;
using Windlass.Operator.Commands;
using Windlass.Operator.Importing;

namespace Windlass.Operator.Tests.Importing;

/// <summary>Inventories as people have them, and what reading them gives.</summary>
internal static class Inventories
{
    /// <summary>The head of Kolla-Ansible's multinode file, with machines in it.</summary>
    public const string Kolla = """
        # These initial groups are the only groups required to be modified. The
        # additional groups are for more control of the environment.
        [control]
        # These hostname must be resolvable from your deployment host
        ctl[01:03]

        [network]
        net01 ansible_host=10.0.1.1
        net02 ansible_host=10.0.1.2

        [compute]
        cmp[1:2] ansible_user=deploy rack=r1

        [monitoring]
        mon01

        [storage]
        ctl01

        [deployment]
        localhost       ansible_connection=local

        [baremetal:children]
        control
        network
        compute

        [nova:children]
        control

        [baremetal:vars]
        ansible_user = root

        """;

    public static ImmutableArray<InventoryHost> Hosts(InventoryReading reading) => reading switch
    {
        InventoryReading.Read read => read.Hosts,
        InventoryReading.Unusable unusable => throw new InvalidOperationException(string.Join("; ", unusable.Problems)),
        _ => throw new InvalidOperationException("closed set"),
    };

    public static string[] Problems(InventoryReading reading) =>
        reading is InventoryReading.Unusable unusable ? [.. unusable.Problems.Select(problem => problem.ToString())] : [];

    public static ImportSettings Settings(string file, RoleMap roles) => new() { File = file, Roles = roles };

    /// <summary>The manifests, or what was wrong.</summary>
    public static string Manifests(InventoryReading reading, ImportSettings settings) => NodeImport.Of(Hosts(reading), settings) switch
    {
        ImportOutcome.Nodes nodes => NodeManifests.Write(nodes.All, nodes.LeftOut, settings),
        ImportOutcome.Unusable unusable => string.Join("\n", unusable.Problems),
        _ => throw new InvalidOperationException("closed set"),
    };

    /// <summary>What the API server would say to these manifests.</summary>
    public static ManifestReading Validated(string manifests) => new ManifestReader(CarriedDefinitions.All).Read("nodes.yaml", manifests, "default");
}
