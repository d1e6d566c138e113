using CsCheck;
using Windlass.Core.Versions;

namespace Windlass.Core.Tests.Versions;

public sealed class DebianVersionTests
{
    [Fact]
    public void ManyPairs_Compare_AgreeWithDpkg()
    {
        Assert.SkipUnless(Dpkg.IsInstalled, "dpkg is not installed: nothing to agree with");
        VersionTexts.Pair.Array[200].Sample(
            pairs =>
            {
                var theirs = Dpkg.Compare(pairs);
                Assert.Equal(pairs.Length, theirs.Length);
                for (var index = 0; index < pairs.Length; index++)
                {
                    var (left, right) = pairs[index];
                    var ours = Math.Sign(new DebianVersion(left).CompareTo(new DebianVersion(right)));
                    Assert.True(theirs[index] == ours, $"{left} against {right}: dpkg says {theirs[index]}, we say {ours}");
                }
            },
            iter: 5,
            threads: 1);
    }

    [Fact]
    public void AnyVersions_Compare_IsAnOrder() =>
        Gen.Select(VersionTexts.Any, VersionTexts.Any, VersionTexts.Any).Sample((a, b, c) =>
        {
            var (x, y, z) = (new DebianVersion(a), new DebianVersion(b), new DebianVersion(c));
            Assert.Equal(Math.Sign(x.CompareTo(y)), -Math.Sign(y.CompareTo(x)));
            Assert.True(!(x <= y && y <= z) || x <= z);
            Assert.Equal(0, x.CompareTo(x));
        });

    [Fact]
    public void AnyText_Compare_DoesNotThrow() =>
        Gen.Select(Gen.String, Gen.String).Sample((a, b) =>
        {
            _ = new DebianVersion(a).IsWellFormed;
            Assert.Equal(Math.Sign(new DebianVersion(a).CompareTo(new DebianVersion(b))), -Math.Sign(new DebianVersion(b).CompareTo(new DebianVersion(a))));
        });

    [Fact]
    public void GeneratedVersions_IsWellFormed_IsTrue() =>
        VersionTexts.Any.Sample(text => Assert.True(new DebianVersion(text).IsWellFormed, text));

    [Theory]
    [InlineData("")]
    [InlineData(":1")]
    [InlineData("a:1")]
    [InlineData("2:")]
    [InlineData("99999999999:1")]
    [InlineData("1-")]
    [InlineData("1 2")]
    [InlineData("1_2")]
    [InlineData("abc")]
    [InlineData("1-1:2/3")]
    public void BadVersion_IsWellFormed_IsFalse(string text) => Assert.False(new DebianVersion(text).IsWellFormed);

    [Fact]
    public void NoVersionAtAll_Compare_ComesFirst()
    {
        Assert.True(default(DebianVersion) < new DebianVersion("1"));
        Assert.False(default(DebianVersion).IsWellFormed);
    }
}
