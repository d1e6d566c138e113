using System.Globalization;

namespace Windlass.EndToEnd.Harness;

/// <summary>
/// The ssh of one replica, with a network that can be slow in a way that matters: an order that the replica has sent stays under way until the test lets it
/// arrive. All else passes, so that nothing but the order is late.
/// </summary>
internal sealed class SlowSsh : IDisposable
{
    /// <summary>
    /// An order of a step is a session's input with a fence in it; whose node it is for says the configuration that the replica wrote. The master and requests
    /// to it have their input from elsewhere.
    /// </summary>
    private const string Script =
        """
        #!/bin/sh
        here=${0%/*}
        pass() { PATH=${PATH#"$here":}; exec ssh "$@"; }
        read -r node 2>/dev/null <"$here/hold" || pass "$@"
        case " $* " in *' ControlMaster=no '*) ;; *) pass "$@" ;; esac
        grep -qx "HostKeyAlias $node" "$2" || pass "$@"
        order=$here/order.$$
        cat >"$order"
        if fence=$(grep -m 1 -E '^fence [0-9]+$' "$order"); then
            echo "${fence#fence }" >"$here/held.new" && mv "$here/held.new" "$here/held"
            while [ -e "$here/hold" ]; do sleep 0.1; done
        fi
        pass "$@" <"$order"
        """;

    private readonly TemporaryFolder _folder = new();

    public SlowSsh()
    {
        File.WriteAllText(_folder["ssh"], Script + "\n");
        // The condition is for the compiler.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder["ssh"], (UnixFileMode)0b111_101_101);
        }
    }

    /// <summary>Where the replica finds it before the real one.</summary>
    public string Path => $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";

    /// <summary>The next order of a step to the node stays under way. Returns the fence in it when it was sent.</summary>
    public async Task<long> HoldAsync(string node)
    {
        await File.WriteAllTextAsync(_folder["hold.new"], node + "\n");
        File.Move(_folder["hold.new"], _folder["hold"]);
        await Poll.UntilAsync($"an order to {node} is under way", () => File.Exists(_folder["held"]));
        return long.Parse(await File.ReadAllTextAsync(_folder["held"]), CultureInfo.InvariantCulture);
    }

    /// <summary>What is under way arrives.</summary>
    public void Deliver() => File.Delete(_folder["hold"]);

    /// <summary>What is still under way is lost.</summary>
    public void Dispose() => _folder.Dispose();
}
