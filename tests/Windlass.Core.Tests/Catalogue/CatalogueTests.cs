using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Upgrades;
using Windlass.Core.Tests.Simulation;
using Windlass.Core.Versions;

namespace Windlass.Core.Tests.Catalogue;

/// <summary>The releases with each other: the ways between them, and that none is taken for another.</summary>
public sealed class CatalogueTests
{
    public static TheoryData<string> Names => CatalogueFile.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Release_Problem_IsNone(string release) => Assert.Null(ReleaseGraph.Problem(CatalogueFile.Named(release).Spec));

    [Fact]
    public void Edges_All_AreUpstreams() => Assert.Equal(
        [
            "victoria>wallaby", "wallaby>xena", "xena>yoga", "yoga>zed", "zed>antelope", "antelope>bobcat", "bobcat>caracal", "antelope>caracal",
            "caracal>dalmatian", "dalmatian>epoxy", "caracal>epoxy", "epoxy>flamingo", "flamingo>gazpacho", "epoxy>gazpacho", "gazpacho>hibiscus",
        ],
        CatalogueFile.All.SelectMany(release => release.Spec.UpgradesFrom.Select(from => $"{from}>{release.Metadata.Name}")));

    [Fact]
    public void SchemaEdges_All_ComeFromReleasesThatMayBeLeft() => Assert.All(
        CatalogueFile.All,
        release => Assert.All(release.Spec.Components, component => Assert.All(component.Schema?.Edges ?? [], edge => Assert.Contains(edge.From, release.Spec.UpgradesFrom))));

    [Fact]
    public void Repositories_All_AreDifferent()
    {
        Assert.Equal(CatalogueFile.All.Length, CatalogueFile.All.Select(release => release.Spec.Repository.File).Distinct().Count());
        Assert.Equal(CatalogueFile.All.Length, CatalogueFile.All.Select(release => release.Spec.Repository.Content).Distinct().Count());
    }

    /// <summary>The file of the release that is left is moved aside; the own one would be too if a pattern met it.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Repository_Supersedes_WhatItComesFromAndNothingOfItsOwn(string release)
    {
        var spec = CatalogueFile.Named(release).Spec;
        Assert.All(spec.UpgradesFrom, from => Assert.Contains($"*-{from}.sources", spec.Repository.Supersedes));
        Assert.DoesNotContain(spec.Repository.Supersedes, pattern => pattern.Contains(release, StringComparison.Ordinal));
        Assert.Contains($"-{release}-backports-nochange", spec.Repository.Content, StringComparison.Ordinal);
    }

    /// <summary>Versions that Debian's own suites carry: bookworm has zed, trixie epoxy, sid hibiscus.</summary>
    [Theory]
    [InlineData("2:26.2.2-1~deb12u5", "2:22.0.2-0+deb12u6", "2:21.0.0-7+deb12u1", "zed")]
    [InlineData("2:31.0.0-6+deb13u2", "2:27.0.0-3+deb13u5", "2:26.0.3-0+deb13u3", "epoxy")]
    [InlineData("2:34.0.0-4", "2:30.0.0-3", "2:29.0.0-9", "hibiscus")]
    [InlineData("2:29.0.2-1~bpo12+1", "2:25.0.0-1~bpo12+1", "2:24.0.1-1~bpo12+1", "caracal")]
    [InlineData("2:31.0.0~rc1-1", "2:27.0.0-3", "2:26.0.0-1", "epoxy")]
    [InlineData("2:22.2.2-1+deb11u1", "2:18.0.0-3", "2:17.1.1-6", null)]
    [InlineData("3:31.0.0-6", "2:27.0.0-3", "2:26.0.0-1", null)]
    [InlineData("2:30.0.0-1", "2:27.0.0-3", "2:26.0.0-1", "dalmatian,epoxy")]
    public void VersionsOfANode_Recognise_TellTheRelease(string nova, string keystone, string neutron, string? expected) => Assert.Equal(
        expected,
        ReleaseRecognition.Recognise(CatalogueFile.All, Packages(("python3-nova", nova), ("python3-keystone", keystone), ("python3-neutron", neutron))));

    /// <summary>Two ranges of the form "from, below" overlap exactly when one begins inside the other.</summary>
    [Fact]
    public void Ranges_OfOnePackage_NeverOverlap()
    {
        var rules = CatalogueFile.All.SelectMany(release => release.Spec.Recognise).ToImmutableArray();
        Assert.Equal(8 * CatalogueFile.All.Length, rules.Length);
        Assert.All(rules, rule => Assert.Single(rules, other => other.Package == rule.Package && Range(other).Contains(Begin(rule))));
    }

    /// <summary>Each counts one a cycle over the whole range, so a gap would be a slip of the table.</summary>
    [Theory]
    [InlineData("python3-nova", "2:", 23)]
    [InlineData("python3-keystone", "2:", 19)]
    [InlineData("python3-neutron", "2:", 18)]
    [InlineData("python3-cinder", "2:", 18)]
    [InlineData("python3-designate", "1:", 12)]
    [InlineData("python3-manila", "1:", 12)]
    [InlineData("python3-cloudkitty", "", 14)]
    [InlineData("python3-swift", "2.", 27)]
    public void Ranges_OfOnePackage_FollowEachOther(string package, string before, int first) => Assert.Equal(
        CatalogueFile.All.Select((_, index) => $">= {before}{first + index}~, << {before}{first + index + 1}~"),
        CatalogueFile.All.Select(release => release.Spec.Recognise.Single(rule => rule.Package == package).Version));

    /// <summary>Volume, dns, share, messaging and swift nodes have none of nova, keystone and neutron. Versions of bookworm, trixie and sid.</summary>
    [Theory]
    [InlineData("python3-cinder", "2:21.3.1-1~deb12u1", "zed")]
    [InlineData("python3-cinder", "2:26.0.0-2", "epoxy")]
    [InlineData("python3-cinder", "2:29.0.0-3", "hibiscus")]
    [InlineData("python3-designate", "1:15.0.2-0+deb11u1", "zed")]
    [InlineData("python3-designate", "1:20.0.0-2+deb13u1", "epoxy")]
    [InlineData("python3-designate", "1:23.0.0-2", "hibiscus")]
    [InlineData("python3-manila", "1:15.1.0-2", "zed")]
    [InlineData("python3-manila", "1:20.0.0-3", "epoxy")]
    [InlineData("python3-manila", "1:23.0.0-4", "hibiscus")]
    [InlineData("python3-cloudkitty", "17.0.0-3", "zed")]
    [InlineData("python3-cloudkitty", "22.0.0-2", "epoxy")]
    [InlineData("python3-cloudkitty", "25.0.0-3", "hibiscus")]
    [InlineData("python3-swift", "2.30.1-0+deb12u3", "zed")]
    [InlineData("python3-swift", "2.35.1-0+deb13u3", "epoxy")]
    [InlineData("python3-swift", "2.38.2-3", "hibiscus")]
    [InlineData("python3-ironic", "1:21.4.4-0+deb12u2", null)]
    public void NodeWithOneService_Recognise_TellsTheRelease(string package, string version, string? expected) =>
        Assert.Equal(expected, ReleaseRecognition.Recognise(CatalogueFile.All, Packages((package, version))));

    [Fact]
    public void OtherReleases_Read_AreWholeAndLeadOnToEachOther()
    {
        var shop = CatalogueFile.In("other");

        Assert.Equal(["shop-7", "shop-8"], shop.Select(release => release.Metadata.Name));
        Assert.All(shop, release => Assert.Null(ReleaseGraph.Problem(release.Spec)));
        Assert.Equal(["shop-7"], shop[1].Spec.UpgradesFrom);
        Assert.Equal("shop-8", ReleaseRecognition.Recognise([.. CatalogueFile.All, .. shop], Packages(("shop-till", "8.1-2"))));
    }

    private static VersionRange Range(RecognisedPackage rule)
    {
        Assert.True(VersionRange.TryParse(rule.Version, out var range, out var problem), problem);
        return range;
    }

    private static DebianVersion Begin(RecognisedPackage rule) => new(rule.Version.Split(',')[0].Replace(">= ", "", StringComparison.Ordinal));

    private static ImmutableSortedDictionary<string, PackageState> Packages(params (string Name, string Version)[] packages) => packages.ToImmutableSortedDictionary(
        package => package.Name,
        package => new PackageState(package.Name, "", new DebianVersion(package.Version), null, "ii ", false, false, LabCloud.Start));
}
