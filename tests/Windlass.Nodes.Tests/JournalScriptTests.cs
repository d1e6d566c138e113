using Windlass.Nodes.Scripts;
using Windlass.Nodes.Transport;

namespace Windlass.Nodes.Tests;

/// <summary>The audit log keeps to its size, and loses nothing while it does.</summary>
public sealed class JournalScriptTests
{
    [Fact]
    public async Task FullJournal_NextLine_GoesToANewOneAndFourOlderAreKept()
    {
        var folder = Directory.CreateTempSubdirectory("wj").FullName;
        var text = ScriptResource.Read("lib/common.sh") + ScriptResource.Read("lib/journal.sh").Replace("/run/windlass-journal.lock", folder + "/lock", StringComparison.Ordinal)
            + $$"""
            state_dir={{folder}}
            for round in 1 2 3 4 5 6 7; do
                head -c 1048576 /dev/zero | tr '\000' "$round" >{{folder}}/journal.log
                SSH_CONNECTION='10.0.0.1 55 10.0.0.2 22' SUDO_USER=op journal journal end "id-$round" 1 install 7 0 abc
            done
            """;

        var result = await ChildProcess.RunAsync("/bin/sh", ["-s"], text, TimeSpan.FromMinutes(1), TimeProvider.System, default);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(["journal.log", "journal.log.1", "journal.log.2", "journal.log.3", "journal.log.4"], Directory.GetFiles(folder, "journal*").Select(file => Path.GetFileName(file)).Order());
        Assert.Matches(@"\A\S+Z end id-7 1 install 7 0 abc 10\.0\.0\.1:55/op\n\z", await File.ReadAllTextAsync(Path.Combine(folder, "journal.log")));
        Assert.StartsWith("44", await File.ReadAllTextAsync(Path.Combine(folder, "journal.log.4")), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("1.2.3.4 5 6.7.8.9 22", "op", "1.2.3.4:5/op")]
    [InlineData("fe80::1%eth0 5 fe80::2 22", "", "fe80::1%eth0:5/root")]
    [InlineData("* ; id", "op", "-")]
    [InlineData("1.2.3.4 5", "x y", "-")]
    public async Task OriginThatMayBeForged_OrderedBy_IsOneWord(string connection, string account, string expected)
    {
        var text = ScriptResource.Read("lib/journal.sh") + $"SSH_CONNECTION='{connection}' SUDO_USER='{account}'\nordered_by\n";

        Assert.Equal(expected, (await ChildProcess.RunAsync("/bin/sh", ["-s"], text, TimeSpan.FromMinutes(1), TimeProvider.System, default)).Output);
    }
}
