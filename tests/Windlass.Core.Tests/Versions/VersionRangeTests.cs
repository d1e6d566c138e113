using CsCheck;
using Windlass.Core.Versions;

namespace Windlass.Core.Tests.Versions;

public sealed class VersionRangeTests
{
    [Theory]
    [InlineData("2:31.0.0-1", true)]
    [InlineData("2:31~rc1-1", true)]
    [InlineData("2:31~~", false)]
    [InlineData("2:32~rc1-1", false)]
    [InlineData("2:30.2-3+deb12u1", false)]
    [InlineData("3:31.0.0-1", false)]
    [InlineData("31.0.0-1", false)]
    public void ReleaseRange_Contains_KeepsPreReleasesAndEpochsApart(string version, bool isInside) =>
        Assert.Equal(isInside, Parse(">= 2:31~, << 2:32~").Contains(new DebianVersion(version)));

    [Theory]
    [InlineData("<<", false, false, true)]
    [InlineData("<=", false, true, true)]
    [InlineData("=", false, true, false)]
    [InlineData(">=", true, true, false)]
    [InlineData(">>", true, false, false)]
    public void Operator_Contains_AtAboveAndBelow(string comparison, bool above, bool at, bool below)
    {
        var range = Parse(comparison + "1.0");

        Assert.Equal(above, range.Contains(new DebianVersion("1.0-1")));
        Assert.Equal(at, range.Contains(new DebianVersion("0:1.0-0")));
        Assert.Equal(below, range.Contains(new DebianVersion("1.0~rc1")));
    }

    [Theory]
    [InlineData(null, "missing")]
    [InlineData("", "missing")]
    [InlineData(">= 1,", "missing")]
    [InlineData("1.0", "does not begin with")]
    [InlineData("> 1.0", "does not begin with")]
    [InlineData("!= 1.0", "does not begin with")]
    [InlineData("==1.0", "not a Debian version")]
    [InlineData(">=", "not a Debian version")]
    [InlineData(">= 1 2", "not a Debian version")]
    public void BadRange_TryParse_SaysWhatIsWrong(string? text, string words)
    {
        Assert.False(VersionRange.TryParse(text, out _, out var problem));
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyText_TryParse_DoesNotThrow() =>
        Gen.String.Sample(text => Assert.Equal(!VersionRange.TryParse(text, out _, out var problem), problem is not null));

    [Fact]
    public void AnyRange_ToString_ComesBackTheSame() =>
        Gen.Select(Gen.Int[0, 4], VersionTexts.Any).Array[1, 4].Sample(bounds =>
        {
            string[] operators = ["<<", "<=", "=", ">=", ">>"];
            var range = Parse(string.Join(" ,", bounds.Select(bound => $"{operators[bound.Item1]}  {bound.Item2}")));
            Assert.Equal(range, Parse(range.ToString()));
            Assert.Equal(range.GetHashCode(), Parse(range.ToString()).GetHashCode());
        });

    [Fact]
    public void AnyBounds_Contains_IsTheirConjunction() =>
        Gen.Select(VersionTexts.Any, VersionTexts.Any, VersionTexts.Any).Sample((low, high, candidate) =>
        {
            var version = new DebianVersion(candidate);
            var expected = version >= new DebianVersion(low) && version < new DebianVersion(high);
            Assert.Equal(expected, Parse($">= {low}, << {high}").Contains(version));
        });

    private static VersionRange Parse(string text)
    {
        Assert.True(VersionRange.TryParse(text, out var range, out var problem), problem);
        return range;
    }
}
