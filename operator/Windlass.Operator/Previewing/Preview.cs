using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Windlass.Core.Projection;
using Windlass.Nodes;
using Windlass.Operator.Commands;

namespace Windlass.Operator.Previewing;

/// <summary>From manifests and a key to a plan: reads, looks, projects. No control plane is asked and no node is changed.</summary>
/// <param name="settings">What to preview.</param>
/// <param name="progress">Where people see how far it is, and what is wrong.</param>
/// <param name="time">The clock.</param>
internal sealed class Preview(PreviewSettings settings, TextWriter progress, TimeProvider time)
{
    /// <summary>Shows the answer.</summary>
    /// <param name="show">Puts it into words.</param>
    /// <param name="output">Where they go.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Exit status.</returns>
    public async Task<int> RunAsync(Func<ManifestSet, UpgradeProjection, int, string> show, TextWriter output, CancellationToken cancellation)
    {
        var reading = ManifestSet.Read(settings);
        if (reading is not ManifestSetReading.Loaded { Set: var set })
        {
            return Refuse([.. ((ManifestSetReading.Unusable)reading).Problems]);
        }

        if (TextFile.Read(settings.KeyFile) is not FileReading.Read { Text: var key })
        {
            return Refuse($"--ssh-key: {settings.KeyFile} cannot be read");
        }

        if (settings.SshConfigFile is { } config && !File.Exists(config))
        {
            return Refuse($"--ssh-config: there is no file {config}");
        }

        var (projection, count) = UpgradeForesight.Scope(set.Upgrade, set.Releases, set.Nodes, time.GetUtcNow()) switch
        {
            UpgradeScope.Refused refused => (new UpgradeProjection { Refusal = refused.Refusal }, set.Nodes.Length),
            UpgradeScope.Selected selected => (UpgradeForesight.Of(
                await LookAsync(set, selected.Nodes, new PrivateKey(key), cancellation).ConfigureAwait(false), time.GetUtcNow()), selected.Nodes.Length),
            _ => throw new InvalidOperationException("closed set"),
        };
        await output.WriteAsync(show(set, projection, count)).ConfigureAwait(false);
        return projection.IsPreflightPassed ? 0 : ExitCodes.CheckFailed;
    }

    /// <summary>Sockets and the key live in a folder of their own, which goes with them.</summary>
    private async Task<CloudLook> LookAsync(ManifestSet set, ImmutableArray<string> names, PrivateKey key, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory($"windlass-{Environment.ProcessId}-");
        try
        {
            var options = new OpenSshOptions { RuntimeDirectory = folder.FullName, SshConfigFile = settings.SshConfigFile };
            using var ssh = new OpenSsh(options, time, NullLogger<OpenSsh>.Instance);
            await using var observer = new CloudObserver(set, ssh.Connect, key, progress, time);
            return await observer.LookAsync(names, cancellation).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private int Refuse(params ReadOnlySpan<string> problems)
    {
        foreach (var problem in problems)
        {
            progress.WriteLine($"windlass: {problem}");
        }

        return ExitCodes.BadInput;
    }
}
