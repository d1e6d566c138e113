using Windlass.Operator.Importing;

namespace Windlass.Operator.Tests.Importing;

public sealed class HostPatternTests
{
    [Theory]
    [InlineData("node[1:3]", "node1 node2 node3", null)]
    [InlineData("node[08:11].x", "node08.x node09.x node10.x node11.x", null)]
    [InlineData("node[1:9:4]", "node1 node5 node9", null)]
    [InlineData("node[:2]", "node0 node1 node2", null)]
    [InlineData("db-[a:c]", "db-a db-b db-c", null)]
    [InlineData("r[1:2]n[a:b]:2200", "r1na r1nb r2na r2nb", "2200")]
    [InlineData("10.0.0.1:22", "10.0.0.1", "22")]
    [InlineData("fd00::1", "fd00::1", null)]
    [InlineData("[fd00::1]:22", "fd00::1", "22")]
    public void Pattern_Parse_GivesItsNames(string text, string names, string? port)
    {
        var pattern = HostPattern.Parse(text);

        Assert.Null(pattern.Problem);
        Assert.Equal((names, port), (string.Join(' ', pattern.Names), pattern.Port));
    }

    [Theory]
    [InlineData("node[3:1]")]
    [InlineData("node[01:100]")]
    [InlineData("node[1:9:0]")]
    [InlineData("node[a:9]")]
    [InlineData("node[1]")]
    [InlineData("node]")]
    [InlineData("")]
    public void NoPattern_Parse_SaysSo(string text) => Assert.NotNull(HostPattern.Parse(text).Problem);
}
