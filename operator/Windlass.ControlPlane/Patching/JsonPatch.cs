using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Patching;

/// <summary>JSON patch (RFC 6902). All or nothing; total.</summary>
internal sealed class JsonPatch
{
    /// <summary>As the real server: more operations than this in one patch are refused.</summary>
    private const int MostOperations = 10_000;

    private JsonNode? document;

    private JsonPatch(JsonNode document) => this.document = document;

    public static PatchOutcome Apply(JsonNode target, JsonArray patch)
    {
        if (patch.Count > MostOperations)
            return Malformed($"The allowed maximum operations in a JSON patch is {MostOperations}, got {patch.Count}");
        var run = new JsonPatch(target.DeepClone());
        foreach (var operation in patch)
        {
            if (run.ApplyOne(operation) is { } failed)
                return failed;
        }
        return run.document is { } result ? new PatchOutcome.Patched(result) : Unfit("the patch leaves nothing");
    }

    private PatchOutcome.Failed? ApplyOne(JsonNode? node)
    {
        if (node is not JsonObject operation || JsonFacts.Text(operation["op"]) is not { } verb)
            return Malformed("an operation must be an object with an op");
        if (JsonFacts.Text(operation["path"]) is not { } text || JsonPointer.Parse(text) is not { } path)
            return Malformed($"{verb} operation: a path must be a JSON pointer");
        switch (verb)
        {
            case "add" or "replace" or "test" when !operation.ContainsKey("value"):
                return Malformed($"{verb} operation on {text}: needs a value");
            case "add":
                return Add(path, operation["value"]);
            case "replace":
                return Replace(path, operation["value"]);
            case "test":
                return Test(path, operation["value"]);
            case "remove":
                return Remove(path);
            case "move" or "copy":
                return MoveOrCopy(verb, operation, path);
            default:
                return Malformed($"invalid operation {operation.ToJsonString()}: unsupported operation");
        }
    }

    private PatchOutcome.Failed? MoveOrCopy(string verb, JsonObject operation, JsonPointer path)
    {
        if (JsonFacts.Text(operation["from"]) is not { } text || JsonPointer.Parse(text) is not { } from)
            return Malformed($"{verb} operation: from must be a JSON pointer");
        if (!from.TryFind(document, out var value))
            return Unfit($"{verb} operation does not apply: doc is missing from path: {text}");
        if (verb == "move" && path.IsBelow(from))
            return Unfit($"move operation does not apply: {path.Text} is inside {text}");
        var copy = value?.DeepClone();
        if (verb == "move" && Remove(from) is { } failed)
            return failed;
        return Add(path, copy);
    }

    private PatchOutcome.Failed? Add(JsonPointer path, JsonNode? value)
    {
        if (path.Tokens.IsEmpty)
        {
            document = value?.DeepClone();
            return null;
        }
        if (!path.TryFindParent(document, out var parent))
            return Missing("add", path);
        var token = path.Tokens[^1];
        switch (parent)
        {
            case JsonObject map:
                map[token] = value?.DeepClone();
                return null;
            case JsonArray list when JsonPointer.InsertionIn(list, token) is var at && at >= 0:
                list.Insert(at, value?.DeepClone());
                return null;
            default:
                return Missing("add", path);
        }
    }

    private PatchOutcome.Failed? Replace(JsonPointer path, JsonNode? value)
    {
        if (path.Tokens.IsEmpty)
            return Add(path, value);
        if (!path.TryFind(document, out _) || !path.TryFindParent(document, out var parent))
            return Missing("replace", path);
        var token = path.Tokens[^1];
        if (parent is JsonObject map)
            map[token] = value?.DeepClone();
        else if (parent is JsonArray list)
            list[JsonPointer.IndexIn(list, token)] = value?.DeepClone();
        return null;
    }

    private PatchOutcome.Failed? Remove(JsonPointer path)
    {
        if (path.Tokens.IsEmpty)
            return Unfit("remove operation does not apply: the whole document cannot be removed");
        if (!path.TryFind(document, out _) || !path.TryFindParent(document, out var parent))
            return Missing("remove", path);
        var token = path.Tokens[^1];
        if (parent is JsonObject map)
            map.Remove(token);
        else if (parent is JsonArray list)
            list.RemoveAt(JsonPointer.IndexIn(list, token));
        return null;
    }

    // A test for null also holds where nothing is: that is how the real server's library reads it, and kubectl's migration relies on tests.
    private PatchOutcome.Failed? Test(JsonPointer path, JsonNode? value)
    {
        var isThere = path.TryFind(document, out var found);
        if (isThere ? JsonNode.DeepEquals(found, value) : value is null)
            return null;
        return Unfit($"testing value {path.Text} failed");
    }

    private static PatchOutcome.Failed Missing(string verb, JsonPointer path) =>
        Unfit($"{verb} operation does not apply: doc is missing path: {path.Text}");

    private static PatchOutcome.Failed Unfit(string reason) => new(reason, false);

    private static PatchOutcome.Failed Malformed(string reason) => new(reason, true);
}
