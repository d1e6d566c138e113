using Windlass.Nodes.Transport;

namespace Windlass.Nodes.Tests;

/// <summary>
/// The wrapper on no node at all: its files in a folder, and in the place of the shell that would run what it puts together something that
/// keeps it. The text is otherwise the one that nodes have.
/// </summary>
internal sealed class WrapperBox : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("wn").FullName;

    public WrapperBox(params string[] allowed)
    {
        Directory.CreateDirectory(At("run"));
        Directory.CreateDirectory(At("lib"));
        File.WriteAllLines(At("policy"), allowed);
        File.SetUnixFileMode(At("policy"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var parts = NodeWrapper.Text.IndexOf("\n# The scripts of this release.\n", StringComparison.Ordinal);
        var code = NodeWrapper.Text[..parts]
            .Replace("policy_file=/etc/windlass/node-policy", "policy_file=" + At("policy"), StringComparison.Ordinal)
            .Replace("state_dir=/var/lib/windlass", "state_dir=" + At("lib"), StringComparison.Ordinal)
            .Replace("/run/windlass", At("run") + "/windlass", StringComparison.Ordinal)
            .Replace("/bin/sh -s", $"/usr/bin/tee {At("ran")}", StringComparison.Ordinal);
        File.WriteAllText(At("wrapper"), code + NodeWrapper.Text[parts..]);
    }

    /// <summary>What the shell would have been given, or null.</summary>
    public string? Ran => File.Exists(At("ran")) ? File.ReadAllText(At("ran")) : null;

    public string Refusals => File.Exists(At("lib/refusals.log")) ? File.ReadAllText(At("lib/refusals.log")) : "";

    public string At(string path) => Path.Combine(folder, path);

    public async Task<ChildResult> OrderAsync(string order)
    {
        File.Delete(At("ran"));
        return await ChildProcess.RunAsync("/bin/sh", [At("wrapper")], order, TimeSpan.FromSeconds(60), TimeProvider.System, default);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
