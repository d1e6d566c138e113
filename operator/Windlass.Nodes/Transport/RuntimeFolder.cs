using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Windlass.Nodes.Transport;

/// <summary>
/// The part of the runtime directory that belongs to this process. A process that was killed leaves its connections behind
/// (ssh children outlive their parent); the next one to start finds them here and ends them.
/// </summary>
internal sealed class RuntimeFolder : IDisposable
{
    private readonly FileStream claim;
    private readonly string root;
    private int serial;

    /// <summary>Claims a part of the directory and clears away what dead processes left in it.</summary>
    /// <param name="root">See <see cref="OpenSshOptions.RuntimeDirectory"/>.</param>
    /// <exception cref="ArgumentException">The path is too long, relative, or has characters that ssh's configuration gives a meaning.</exception>
    public RuntimeFolder(string root)
    {
        if (root.Length > 60 || !Path.IsPathRooted(root) || root.AsSpan().ContainsAny(" \t\r\n\"'%\\"))
        {
            throw new ArgumentException($"Not usable as runtime directory: '{root}' (absolute, at most 60 bytes, no blanks, quotes, percent signs).", nameof(root));
        }

        this.root = root;
        PrivatePath.CreateFolder(root);
        EndLeftOvers();
        Own = Path.Combine(root, Environment.ProcessId.ToString("x", CultureInfo.InvariantCulture) + "-" + RandomNumberGenerator.GetHexString(6, lowercase: true));
        PrivatePath.CreateFolder(Own);
        claim = new FileStream(Own + ".claim", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>Folder of this process.</summary>
    public string Own { get; }

    /// <summary>A folder for one connection; short, because a socket path has little room.</summary>
    public string Create()
    {
        var folder = Path.Combine(Own, Interlocked.Increment(ref serial).ToString("x", CultureInfo.InvariantCulture));
        PrivatePath.CreateFolder(folder);
        return folder;
    }

    /// <summary>File that remembers the first key seen of a node, for nodes that are trusted on first use.</summary>
    public string FirstSeenKeys(NodeAddress node)
    {
        var folder = Path.Combine(root, "first-seen");
        PrivatePath.CreateFolder(folder);
        return Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{node.Cluster}/{node.Name}")))[..16]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(Own, recursive: true);
        File.Delete(Own + ".claim");
        claim.Dispose();
    }

    private void EndLeftOvers()
    {
        foreach (var claimFile in Directory.GetFiles(root, "*.claim"))
        {
            if (!IsAbandoned(claimFile))
            {
                continue;
            }

            var folder = Path.ChangeExtension(claimFile, null);
            if (Directory.Exists(folder))
            {
                foreach (var socket in Directory.GetDirectories(folder).Select(d => Path.Combine(d, "s")).Where(File.Exists))
                {
                    EndMaster(socket);
                }

                Directory.Delete(folder, recursive: true);
            }

            File.Delete(claimFile);
        }
    }

    /// <summary>A living process holds a lock on its claim.</summary>
    private static bool IsAbandoned(string claimFile)
    {
        try
        {
            using var taken = new FileStream(claimFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void EndMaster(string socket)
    {
        using var exit = ChildProcess.Start("ssh", ["-F", "none", "-S", socket, "-O", "exit", "left-over"], out _);
        if (exit is not null && !exit.WaitForExit(TimeSpan.FromSeconds(2)))
        {
            exit.Kill();
        }
    }
}
