using System.Text.Json;
using System.Text.Json.Nodes;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;

namespace Windlass.Operator.Plugin;

/// <summary>Changes the spec of an object as a person asks, on the version that was read: what others write meanwhile is never lost.</summary>
internal static class SpecChange
{
    /// <summary>The operator writes only status: conflicts are with other people, and rare.</summary>
    private const int Tries = 5;

    /// <param name="api">Where the object is.</param>
    /// <param name="type">Its kind.</param>
    /// <param name="key">Its identity.</param>
    /// <param name="change">What the object becomes; may be asked again for a newer one.</param>
    /// <param name="cancellation">The person gives up.</param>
    /// <returns>Why it could not be changed; null: it is as wanted.</returns>
    public static async Task<ApiFailure?> MakeAsync<T>(
        IClusterApi api, ResourceType<T> type, ResourceKey key, Func<T, T> change, CancellationToken cancellation)
        where T : class, IResource
    {
        ApiFailure? last = null;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var read = await api.GetAsync(type, key, cancellation).ConfigureAwait(false);
            if (!read.TryGet(out var before, out var failure))
            {
                return failure;
            }

            var patch = MergeDiff.Of(SpecOf(type, before), SpecOf(type, change(before)));
            if (patch.Count == 0)
            {
                return null;
            }

            var body = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = before.Metadata.ResourceVersion }, ["spec"] = patch };
            last = (await api.PatchAsync(type, key, new ResourcePatch.Merge(body.ToJsonString()), cancellation).ConfigureAwait(false)).Failure;
            if (last is not ApiFailure.Conflict)
            {
                return last;
            }
        }

        return last;
    }

    private static JsonObject SpecOf<T>(ResourceType<T> type, T resource)
        where T : class, IResource => JsonSerializer.SerializeToNode(resource, type.Json)!["spec"]!.AsObject();
}
