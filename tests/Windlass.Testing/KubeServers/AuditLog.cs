using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Windlass.Testing.KubeServers;

/// <summary>The audit log of a server: https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/</summary>
/// <param name="path">File that the server writes.</param>
public sealed class AuditLog(string path)
{
    /// <summary>Metadata of every answer, of all but the administrator and the server itself.</summary>
    internal const string Policy =
        """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        rules:
          - level: None
            userGroups: ["system:masters"]
          - level: Metadata
        """;

    /// <summary>Every request of a user so far that was about an object. A watch is there as soon as it is answered.</summary>
    /// <param name="user">Who.</param>
    public ImmutableArray<AuditedRequest> RequestsOf(string user)
    {
        if (!File.Exists(path))
            return [];
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var requests = ImmutableArray.CreateBuilder<AuditedRequest>();
        while (reader.ReadLine() is { } line)
        {
            // The last line may be half written.
            if (line.EndsWith('}') && Read(JsonNode.Parse(line)!, user) is { } request)
                requests.Add(request);
        }

        return requests.ToImmutable();
    }

    private static AuditedRequest? Read(JsonNode entry, string user)
    {
        if ((string?)entry["user"]?["username"] != user || entry["objectRef"] is not { } about)
            return null;
        var subresource = (string?)about["subresource"] is { Length: > 0 } part ? "/" + part : "";
        return new AuditedRequest(
            user, (string?)entry["verb"] ?? "", (string?)about["apiGroup"] ?? "", (string?)about["resource"] + subresource,
            (string?)about["namespace"] ?? "", (string?)about["name"] ?? "", (int?)entry["responseStatus"]?["code"] ?? 0);
    }
}
