using System.Text.Json.Nodes;
using Windlass.Kubernetes.Api;

namespace Windlass.Testing;

/// <summary>
/// Server-side apply in small: per manager, the paths of the leaves it applied. Conditions are keyed by type, owner references by uid, finalizers are a set;
/// every other list is one value.
/// </summary>
internal sealed class FieldOwners
{
    private const string Update = "update";
    private readonly Dictionary<(string Manager, ResourcePart Part), HashSet<string>> owned = [];

    /// <summary>Notes an intent as applied, without checks: the object was made from it.</summary>
    public void Own(string manager, ResourcePart part, JsonObject intent) =>
        owned[(manager, part)] = [.. FieldTree.Leaves(Wanted(intent)).Select(leaf => leaf.Path)];

    /// <summary>Fields that were changed by other means than apply belong to whoever changed them.</summary>
    public void Updated(JsonObject before, JsonObject after)
    {
        var old = FieldTree.Leaves(Wanted(before)).ToDictionary(leaf => leaf.Path, leaf => leaf.Value);
        foreach (var (path, value) in FieldTree.Leaves(Wanted(after)))
        {
            if (old.TryGetValue(path, out var known) && JsonNode.DeepEquals(known, value))
            {
                continue;
            }

            Take(path, (Update, ResourcePart.Whole));
        }
    }

    /// <summary>The object with the intent applied; when others own differing fields and are to be respected, those fields.</summary>
    public JsonObject Apply(JsonObject current, JsonObject intent, ResourcePart part, ApplyOptions options, out List<string> contested)
    {
        var me = (options.FieldManager, part);
        var next = FieldTree.ToTree(current);
        var leaves = FieldTree.Leaves(Wanted(intent)).ToList();
        contested = options.Ownership is FieldOwnership.Take ? [] : Contested(next, leaves, me);
        if (contested.Count > 0)
        {
            return current;
        }

        var wanted = leaves.Select(leaf => leaf.Path).ToHashSet();
        foreach (var path in owned.GetValueOrDefault(me, []).Except(wanted).Where(path => !IsOwnedByOther(path, me)))
        {
            FieldTree.Remove(next, path);
        }

        foreach (var (path, value) in leaves)
        {
            // Same value: shared ownership; another value: it is mine alone now.
            if (!JsonNode.DeepEquals(FieldTree.Find(next, path), value))
            {
                Take(path, me);
            }

            FieldTree.Set(next, path, value);
        }

        owned[me] = wanted;
        return FieldTree.FromTree(next).AsObject();
    }

    private List<string> Contested(JsonObject tree, List<FieldLeaf> leaves, (string, ResourcePart) me) =>
        [.. leaves.Where(leaf => IsOwnedByOther(leaf.Path, me) && !JsonNode.DeepEquals(FieldTree.Find(tree, leaf.Path), leaf.Value)).Select(leaf => leaf.Path)];

    private bool IsOwnedByOther(string path, (string, ResourcePart) me) => owned.Any(entry => entry.Key != me && entry.Value.Contains(path));

    private void Take(string path, (string Manager, ResourcePart Part) by)
    {
        foreach (var paths in owned.Values)
        {
            paths.Remove(path);
        }

        if (!owned.TryGetValue(by, out var mine))
        {
            owned[by] = mine = [];
        }

        mine.Add(path);
    }

    private static JsonObject Wanted(JsonObject body)
    {
        var wanted = FieldTree.ToTree(body);
        wanted.Remove("apiVersion");
        wanted.Remove("kind");
        if (wanted["metadata"] is JsonObject metadata)
        {
            foreach (var field in new[] { "name", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp" })
            {
                metadata.Remove(field);
            }
        }

        return wanted;
    }
}
