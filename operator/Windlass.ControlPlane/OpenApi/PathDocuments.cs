using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.OpenApi;

/// <summary>The paths of one kind. kubectl leaves validation to the server when the PATCH operation has a parameter named fieldValidation.</summary>
internal static class PathDocuments
{
    private static readonly string[] Writes = ["post", "put", "patch"];

    public static void AddTo(JsonObject paths, DescribedKind kind)
    {
        var identity = kind.Identity;
        var root = identity.Group.Length == 0 ? $"/api/{identity.Version}" : $"/apis/{identity.GroupVersion}";
        var collection = kind.IsNamespaced ? $"{root}/namespaces/{{namespace}}/{kind.Plural}" : $"{root}/{kind.Plural}";
        paths[collection] = PathItem(kind, collection, ("get", "list"), ("post", "post"), ("delete", "deletecollection"));
        paths[$"{collection}/{{name}}"] = PathItem(
            kind, $"{collection}/{{name}}", ("get", "get"), ("put", "put"), ("patch", "patch"), ("delete", "delete"));
        if (kind.HasStatus)
            paths[$"{collection}/{{name}}/status"] = PathItem(
                kind, $"{collection}/{{name}}/status", ("get", "get"), ("put", "put"), ("patch", "patch"));
        if (kind.IsNamespaced)
            paths[$"{root}/{kind.Plural}"] = PathItem(kind, $"{root}/{kind.Plural}", ("get", "list"));
    }

    private static JsonObject PathItem(DescribedKind kind, string path, params (string Verb, string Action)[] operations)
    {
        var item = new JsonObject();
        foreach (var (verb, action) in operations)
            item[verb] = Operation(kind, verb, action);
        var parameters = new JsonArray();
        foreach (var name in new[] { "namespace", "name" })
        {
            if (path.Contains($"{{{name}}}", StringComparison.Ordinal))
                parameters.Add((JsonNode)Parameter(name, "path"));
        }
        item["parameters"] = parameters;
        return item;
    }

    private static JsonObject Operation(DescribedKind kind, string verb, string action)
    {
        var operation = new JsonObject
        {
            ["x-kubernetes-action"] = action,
            ["x-kubernetes-group-version-kind"] = kind.Identity.ToExtension(),
            ["responses"] = new JsonObject
            {
                ["200"] = new JsonObject { ["description"] = "OK", ["content"] = Content("application/json", Reference(kind)) },
            },
        };
        if (!Writes.Contains(verb))
            return operation;
        operation["parameters"] = new JsonArray(
            Parameter("dryRun", "query"), Parameter("fieldManager", "query"), Parameter("fieldValidation", "query"));
        operation["requestBody"] = new JsonObject { ["content"] = verb == "patch" ? PatchContent() : Content("application/json", Reference(kind)) };
        return operation;
    }

    private static JsonObject PatchContent()
    {
        var content = new JsonObject();
        foreach (var type in new[] { "application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json" })
            content[type] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } };
        return content;
    }

    private static JsonObject Content(string type, JsonObject schema) => new() { [type] = new JsonObject { ["schema"] = schema } };

    private static JsonObject Reference(DescribedKind kind) => new() { ["$ref"] = $"#/components/schemas/{kind.Identity.ComponentName}" };

    private static JsonObject Parameter(string name, string place)
    {
        var schema = new JsonObject { ["type"] = "string", ["uniqueItems"] = true };
        var parameter = new JsonObject { ["name"] = name, ["in"] = place, ["schema"] = schema };
        if (place == "path")
            parameter["required"] = true;
        return parameter;
    }
}
