using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Windlass.Kubernetes.Api;

namespace Windlass.Testing;

/// <summary>Requests to an <see cref="InMemoryCluster"/>.</summary>
internal sealed class TestRequests(InMemoryCluster cluster, CancellationToken stopping)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (Target(context.Request.Path.Value ?? "") is not { } target)
        {
            await WriteAsync(context, StoreAnswer.Failure(404, "NotFound", "the server could not find the requested resource"));
            return;
        }

        var query = context.Request.Query;
        if (target.Key.Name.Length == 0 && query["watch"] == "true")
        {
            await WatchAsync(context, target);
            return;
        }

        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        await WriteAsync(context, Answer(context, target, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!));
    }

    private StoreAnswer Answer(HttpContext context, RequestTarget target, JsonNode body)
    {
        var query = context.Request.Query;
        return context.Request.Method switch
        {
            "GET" when target.Key.Name.Length == 0 => cluster.List(
                target.Kind, Selector(target, query), int.Parse(query["limit"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture), query["continue"]),
            "GET" => cluster.Get(target.Kind, target.Key),
            "POST" => cluster.Create(target.Kind, target.Key with { Name = (string)body["metadata"]!["name"]! }, body.AsObject()),
            "PUT" => cluster.Change(target.Kind, target.Key, target.Part, _ => new StoreAnswer(200, body.AsObject())),
            "PATCH" => Patch(target, context.Request.ContentType ?? "", body, query),
            "DELETE" => cluster.Delete(target.Kind, target.Key, Deletion(body)),
            _ => StoreAnswer.Failure(405, "MethodNotAllowed", "the server does not allow this method on the requested resource"),
        };
    }

    private StoreAnswer Patch(RequestTarget target, string contentType, JsonNode body, IQueryCollection query)
    {
        if (contentType.StartsWith("application/apply-patch+yaml", StringComparison.Ordinal))
        {
            var ownership = query["force"] == "true" ? FieldOwnership.Take : FieldOwnership.Respect;
            return cluster.Apply(target.Kind, target.Key, target.Part, body.AsObject(), new ApplyOptions(query["fieldManager"].ToString(), ownership));
        }

        ResourcePatch? patch = contentType switch
        {
            "application/merge-patch+json" => new ResourcePatch.Merge(body.ToJsonString(), target.Part),
            "application/json-patch+json" => new ResourcePatch.Operations(body.ToJsonString(), target.Part),
            _ => null,
        };
        return patch is null
            ? StoreAnswer.Failure(415, "UnsupportedMediaType", $"the body of the request was in an unknown format: {contentType}")
            : cluster.Change(target.Kind, target.Key, target.Part, current => StorePatch.Apply(current, patch));
    }

    private async Task WatchAsync(HttpContext context, RequestTarget target)
    {
        var query = context.Request.Query;
        context.Response.ContentType = "application/json";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await context.Response.StartAsync(end.Token);
        try
        {
            await foreach (var frame in cluster.Watch(target.Kind, Selector(target, query), query["resourceVersion"].ToString(), end.Token))
            {
                await context.Response.WriteAsync(frame.ToJsonString() + "\n", end.Token);
                await context.Response.Body.FlushAsync(end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client has gone, or the server stops: both simply end the stream.
        }
    }

    private static async Task WriteAsync(HttpContext context, StoreAnswer answer)
    {
        context.Response.StatusCode = answer.Code;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.Body.ToJsonString(), context.RequestAborted);
    }

    private static StoreSelector Selector(RequestTarget target, IQueryCollection query) =>
        new(target.Key.Namespace, query["labelSelector"], query["fieldSelector"]);

    private static DeleteOptions Deletion(JsonNode body) => new()
    {
        Propagation = Enum.TryParse<DeletePropagation>((string?)body["propagationPolicy"], out var propagation) ? propagation : DeletePropagation.Background,
        Uid = (string?)body["preconditions"]?["uid"],
        ResourceVersion = (string?)body["preconditions"]?["resourceVersion"],
    };

    private static RequestTarget? Target(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["api", var version, .. var rest] => Target("", version, rest),
            ["apis", var group, var version, .. var rest] => Target(group, version, rest),
            _ => null,
        };
    }

    private static RequestTarget? Target(string group, string version, string[] rest) => rest switch
    {
        ["namespaces", var space, var plural, .. var tail] => Target(new StoreKind(group, version, plural), space, tail),
        [var plural, .. var tail] => Target(new StoreKind(group, version, plural), "", tail),
        _ => null,
    };

    private static RequestTarget? Target(StoreKind kind, string space, string[] tail) => tail switch
    {
        [] => new(kind, new ResourceKey(space, ""), ResourcePart.Whole),
        [var name] => new(kind, new ResourceKey(space, name), ResourcePart.Whole),
        [var name, "status"] => new(kind, new ResourceKey(space, name), ResourcePart.Status),
        _ => null,
    };
}
