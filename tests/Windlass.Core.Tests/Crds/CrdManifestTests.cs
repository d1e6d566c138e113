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
    public void CheckedInManifest_AgainstApiTypes_IsTheSame(Type kind) =>
        AssertWritten(kind.Name.ToLowerInvariant() + "s.yaml", CrdGenerator.Yaml(kind));

    [Fact]
    public void CheckedInReference_AgainstApiTypes_IsTheSame() => AssertWritten("README.md", ReferenceGenerator.Markdown(Kinds.Select(kind => kind.Data)));

    private static void AssertWritten(string name, string expected)
    {
        var file = Path.Combine(Repository.Root, "crds", name);
        if (Environment.GetEnvironmentVariable("WINDLASS_WRITE_CRDS") == "1")
        {
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file));
    }
}
