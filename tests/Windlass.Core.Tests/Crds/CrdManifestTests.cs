using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Plans;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Tests.Crds;

public sealed class CrdManifestTests
{
    public static TheoryData<Type> Kinds => [typeof(ClusterUpgrade), typeof(ClusterRelease), typeof(ClusterNode), typeof(NodeUpgrade), typeof(UpgradePlan)];

    /// <summary>WINDLASS_WRITE_CRDS=1 (`make crds`) writes the files instead of comparing them.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void CheckedInManifest_AgainstApiTypes_IsTheSame(Type kind)
    {
        var file = Path.Combine(Repository.Root, "crds", kind.Name.ToLowerInvariant() + "s.yaml");
        var expected = CrdGenerator.Yaml(kind);
        if (Environment.GetEnvironmentVariable("WINDLASS_WRITE_CRDS") == "1")
        {
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file));
    }
}
