using System.Text.Json.Nodes;
using Windlass.Kubernetes.Api;

namespace Windlass.Testing;

/// <summary>Which objects a list or watch wants: namespace, labels (<c>a=b</c>, <c>a!=b</c>, <c>a</c>, <c>!a</c>), and fields (name, namespace).</summary>
internal sealed record StoreSelector(string? Namespace, string? Labels, string? Fields)
{
    public bool Selects(ResourceKey key, JsonObject? resource) =>
        resource is not null
        && (string.IsNullOrEmpty(Namespace) || key.Namespace == Namespace)
        && Terms(Labels).All(term => Holds(term, name => (string?)resource["metadata"]?["labels"]?[name]))
        && Terms(Fields).All(term => Holds(term, name => name switch
        {
            "metadata.name" => key.Name,
            "metadata.namespace" => key.Namespace,
            _ => null,
        }));

    private static string[] Terms(string? text) => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool Holds(string term, Func<string, string?> value)
    {
        if (term.Split("!=") is [var unequal, var other])
        {
            return value(unequal) != other;
        }

        if (term.Split('=', StringSplitOptions.RemoveEmptyEntries) is [var equal, var wanted])
        {
            return value(equal) == wanted;
        }

        return term.StartsWith('!') ? value(term[1..]) is null : value(term) is not null;
    }
}
