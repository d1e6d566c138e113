using System.CommandLine;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Upgrades;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Plugin;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Commands.Plugin;

/// <summary>Changes an object as asked, and says so in one line.</summary>
internal static class ChangeRun
{
    /// <summary>Changes the upgrade.</summary>
    public static Task<int> UpgradeAsync(
        ParseResult result, ApiSession session, ClusterUpgrade upgrade, Func<ClusterUpgrade, ClusterUpgrade> change, string said, CancellationToken cancellation) =>
        ObjectAsync(result, session, Kinds.Upgrades, upgrade, change, $"clusterupgrade/{upgrade.Metadata.Name}: {said}", cancellation);

    /// <summary>Changes any object of ours.</summary>
    public static async Task<int> ObjectAsync<T>(
        ParseResult result, ApiSession session, ResourceType<T> type, T resource, Func<T, T> change, string said, CancellationToken cancellation)
        where T : class, IResource
    {
        if (await SpecChange.MakeAsync(session.Api, type, ResourceKey.Of(resource), change, cancellation).ConfigureAwait(false) is { } failure)
        {
            return Failure.Report(RunReader.Explain(failure, session.Namespace));
        }

        result.InvocationConfiguration.Output.WriteLine(said);
        return 0;
    }
}
