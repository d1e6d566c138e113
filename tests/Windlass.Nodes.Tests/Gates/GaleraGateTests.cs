using Windlass.Core.Api.Gates;
using Windlass.Core.Planning.Gates;

namespace Windlass.Nodes.Tests.Gates;

/// <summary>The gate on a Galera cluster, read on Debian's MariaDB. One story: every state takes the one before it.</summary>
public sealed class GaleraGateTests(DatabaseNode database) : IClassFixture<DatabaseNode>
{
    [Fact]
    public async Task ClusterOfThree_LosesMembers_IsOpenOnlyWhileItIsWhole()
    {
        database.Require();
        Assert.Equal((false, true), await NotThereAsync());

        await database.RigAsync("single");
        Assert.StartsWith("the database runs without Galera", (await ReadAsync(1)).Found, StringComparison.Ordinal);
        await EndAsync("single", "TERM");

        await database.RigAsync("member 1 --wsrep-new-cluster");
        await database.RigAsync("member 2");
        Assert.Equal((false, "Galera has 2 members on d, wanted 3"), Told(await ReadAsync(3)));
        await database.RigAsync("member 3");
        Assert.Equal((true, "Galera has 3 members on d, wanted 3"), Told(await ReadAsync(3)));

        await EndAsync("3", "TERM");
        Assert.Equal((false, "Galera has 2 members on d, wanted 3"), await WhenToldAsync("Galera has 2"));
        Assert.True((await ReadAsync(2)).IsOpen);

        // Half of a cluster without the other half's farewell: it cannot know that it is not the smaller part of a split one.
        await EndAsync("2", "KILL");
        Assert.Equal((false, "wsrep_cluster_status is non-Primary, not Primary on d"), await WhenToldAsync("non-Primary"));

        await database.RigAsync("signal 1 STOP");
        Assert.Equal((false, "cannot be read: no answer in time on d"), Told(await ReadAsync(3)));
        await database.RigAsync("signal 1 CONT");

        await EndAsync("1", "KILL");
        Assert.Equal((false, true), await NotThereAsync());
    }

    private static (bool IsOpen, string Told) Told(GateVerdict verdict) => (verdict.IsOpen, verdict.On("d"));

    private async Task<(bool IsOpen, bool IsNamed)> NotThereAsync()
    {
        var verdict = await ReadAsync(3);
        return (verdict.IsOpen, verdict.Found.StartsWith("cannot be read: exit code 1: ERROR 2002 (HY000): Can't connect to local server through socket '/run/mysqld/mysqld.sock'", StringComparison.Ordinal));
    }

    /// <summary>Ends a server, and waits until it has ended.</summary>
    private Task EndAsync(string server, string signal) => database.RunAsync(
        $"pid=$(cat /run/galera/{server}.pid); kill -{signal} $pid; n=0; while kill -0 $pid 2>/dev/null; do n=$((n + 1)); [ $n -lt 600 ] || exit 1; sleep 0.1; done");

    /// <summary>The cluster notices in its own time.</summary>
    private async Task<(bool IsOpen, string Told)> WhenToldAsync(string text)
    {
        var verdict = await ReadAsync(3);
        await LocalNode.Eventually(async () => (verdict = await ReadAsync(3)).Found.Contains(text, StringComparison.Ordinal));
        return Told(verdict);
    }

    private Task<GateVerdict> ReadAsync(int members) =>
        database.ReadAsync(new HealthGate { Name = "db", OnRoles = ["sql"], Galera = new GaleraGate { MinSize = members } });
}
