using Windlass.Core.LoadBalancing;
using Windlass.HAProxy.Parsing;

namespace Windlass.HAProxy.Tests.Parsing;

public sealed class OldWorkersTests
{
    [Fact]
    public void ShowProc_Parse_FindsOnlyOldWorkers()
    {
        const string text = """
            #<PID>          <type>          <reloads>       <uptime>        <version>
            8197            master          1 [failed: 0]   0d00h00m02s     2.6.12
            # workers
            8227            worker          0               0d00h00m01s     2.6.12
            # old workers
            8200            worker          1               0d00h00m02s     2.6.12
            8100            worker          2               0d00h00m09s     2.6.12
            # programs

            """;

        Assert.True(OldWorkers.TryParse(text, out var processIds));
        Assert.Equal([8200, 8100], processIds);
    }

    [Fact]
    public void SomethingElse_Parse_IsNotTakenForNoWorkers() => Assert.False(OldWorkers.TryParse("Unknown command", out _));

    [Fact]
    public void OldSessions_Add_CountsByName()
    {
        var server = new ServerState("b", "s1", "", 0, AdminState.Drain, HealthState.Up, false, 1, 0, "DRAIN");

        Assert.True(OldWorkers.TryAdd([server], "# pxname,svname,scur\nb,s1,41\nb,gone,3\n\n", out var sum));
        Assert.Equal(42, Assert.Single(sum).Sessions);
    }
}
