using System.Globalization;
using System.Text;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;

namespace Windlass.Kubernetes.Http;

/// <summary>Paths and queries of the API.</summary>
internal static class RequestPath
{
    public static string Collection<T>(ResourceType<T> type, string? space)
        where T : class, IResource
    {
        var root = type.Group.Length == 0 ? $"api/{type.Version}" : $"apis/{type.Group}/{type.Version}";
        return type.Scope is ResourceScope.Namespaced && !string.IsNullOrEmpty(space)
            ? $"{root}/namespaces/{Uri.EscapeDataString(space)}/{type.Plural}"
            : $"{root}/{type.Plural}";
    }

    public static string Object<T>(ResourceType<T> type, ResourceKey key, ResourcePart part = ResourcePart.Whole)
        where T : class, IResource
    {
        var path = $"{Collection(type, key.Namespace)}/{Uri.EscapeDataString(key.Name)}";
        return part is ResourcePart.Status ? path + "/status" : path;
    }

    public static string List(string collection, ListOptions options, string? continuation, int pageSize)
    {
        var query = new StringBuilder(collection);
        Add(query, "labelSelector", options.LabelSelector);
        Add(query, "fieldSelector", options.FieldSelector);
        Add(query, "limit", pageSize > 0 ? pageSize.ToString(CultureInfo.InvariantCulture) : null);

        // The server refuses a version together with a continue token: the token has it already.
        Add(query, "resourceVersion", continuation is null ? options.ResourceVersion : null);
        Add(query, "continue", continuation);
        return query.ToString();
    }

    public static string Watch(string collection, WatchOptions options)
    {
        var query = new StringBuilder(collection);
        Add(query, "watch", "true");
        Add(query, "allowWatchBookmarks", "true");
        Add(query, "resourceVersion", options.ResourceVersion);
        Add(query, "timeoutSeconds", ((long)options.Timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        Add(query, "labelSelector", options.LabelSelector);
        Add(query, "fieldSelector", options.FieldSelector);
        return query.ToString();
    }

    public static string Apply(string path, ApplyOptions options) =>
        $"{path}?fieldManager={Uri.EscapeDataString(options.FieldManager)}&force={(options.Ownership is FieldOwnership.Take ? "true" : "false")}";

    private static void Add(StringBuilder query, string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        query.Append(query.ToString().Contains('?') ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }
}
