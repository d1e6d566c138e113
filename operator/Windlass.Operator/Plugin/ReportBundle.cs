using System.Text;
using System.Text.Json;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Wire;
using Windlass.Operator.Hosting;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Plugin;

/// <summary>Everything that helps somebody else to understand an upgrade, as one text: our objects and their events, without keys, passwords and addresses.</summary>
internal sealed class ReportBundle(IClusterApi api, string space, TimeProvider time)
{
    private readonly Redaction _redaction = new();

    /// <summary>Reads all of it. No Secret is ever read.</summary>
    /// <param name="cancellation">The person gives up.</param>
    /// <returns>The text, or why it cannot be had.</returns>
    public async Task<ApiOutcome<string>> ReadAsync(CancellationToken cancellation)
    {
        var text = new StringBuilder()
            .Append($"# windlass {Monitoring.Version}: report of namespace {space}, {time.GetUtcNow():yyyy-MM-dd HH:mm:ss}Z\n")
            .Append("# Left out: keys, passwords, users, addresses (each has the same pseudonym everywhere). Names of nodes are in it: read it before you send it on.\n");
        foreach (var part in (Func<Task<ApiOutcome<string>>>[])
            [
                () => PartAsync(Kinds.Upgrades, cancellation), () => PartAsync(Kinds.Releases, cancellation), () => PartAsync(Kinds.Plans, cancellation),
                () => PartAsync(Kinds.WorkOrders, cancellation), () => PartAsync(Kinds.Nodes, cancellation), () => PartAsync(Event.ResourceType, cancellation),
            ])
        {
            if (!(await part().ConfigureAwait(false)).TryGet(out var found, out var failure))
            {
                return failure;
            }

            text.Append(found);
        }

        return text.ToString();
    }

    private async Task<ApiOutcome<string>> PartAsync<T>(ResourceType<T> type, CancellationToken cancellation)
        where T : class, IResource
    {
        var listed = await api.ListAsync(type, new ListOptions { Namespace = space }, cancellation).ConfigureAwait(false);
        return listed.TryGet(out var list, out var failure)
            ? string.Concat(list.Items.Where(IsOurs).Select(item => "---\n" + YamlText.Of(_redaction.Of(JsonSerializer.SerializeToNode(item, type.Json)))))
            : failure;
    }

    private static bool IsOurs(IResource resource) => resource is not Event happened || happened.ReportingController?.StartsWith("windlass.dev/", StringComparison.Ordinal) == true;
}
