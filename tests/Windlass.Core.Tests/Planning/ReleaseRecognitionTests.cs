using System.Collections.Immutable;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Tests.Simulation;
using Windlass.Core.Versions;

namespace Windlass.Core.Tests.Planning;

public sealed class ReleaseRecognitionTests
{
    [Fact]
    public void AllPackagesInTheirRanges_Recognise_TellsTheRelease() =>
        Assert.Equal("alder", Recognise(("python3-keystone", "2:25.0-1"), ("python3-nova", "2:29.0-1")));

    [Fact]
    public void OnePackageIsEnough_Recognise_TellsTheRelease() => Assert.Equal("birch", Recognise(("python3-neutron", "2:25.0-1")));

    [Fact]
    public void PackagesOfTwoReleases_Recognise_TellsBoth() =>
        Assert.Equal("alder,birch", Recognise(("python3-keystone", "2:26.0-1"), ("python3-nova", "2:29.0-1")));

    [Fact]
    public void OnePackageFitsNoRelease_Recognise_TellsNone() => Assert.Null(Recognise(("python3-keystone", "2:26.0-1"), ("python3-nova", "2:99.0-1")));

    [Fact]
    public void NoTellingPackage_Recognise_TellsNone() => Assert.Null(Recognise(("bash", "5.2")));

    [Fact]
    public void EpochIsMissing_Recognise_TellsNone() => Assert.Null(Recognise(("python3-keystone", "25.0-1")));

    [Fact]
    public void TwoReleasesFit_Recognise_TellsNone()
    {
        var twin = LabReleases.Alder with { Metadata = LabReleases.Alder.Metadata with { Name = "alder-too" } };

        Assert.Null(ReleaseRecognition.Recognise([LabReleases.Alder, twin], Packages(("python3-keystone", "2:25.0-1"))));
    }

    private static string? Recognise(params (string Name, string Version)[] packages) => ReleaseRecognition.Recognise(LabReleases.All, Packages(packages));

    private static ImmutableSortedDictionary<string, PackageState> Packages(params (string Name, string Version)[] packages) => packages.ToImmutableSortedDictionary(
        package => package.Name,
        package => new PackageState(package.Name, "", new DebianVersion(package.Version), null, "ii ", false, false, LabCloud.Start));
}
