using System.Collections.Immutable;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Schema;
using Windlass.ControlPlane.Storage;
using Windlass.ControlPlane.Writing;

namespace Windlass.ControlPlane.Manifests;

/// <summary>
/// Takes manifests as the API server takes them from <c>kubectl apply</c>, strict about unknown fields, but without a server: the same schemas, the
/// same defaults, the same words. Immutable and safe to share between threads.
/// </summary>
public sealed class ManifestReader
{
    private readonly ResourceCatalogue _catalogue;

    /// <param name="definitions">Manifests of the CustomResourceDefinitions to know.</param>
    /// <exception cref="ControlPlaneUnavailableException">A definition cannot be served.</exception>
    public ManifestReader(ImmutableArray<string> definitions) => _catalogue = CatalogueLoader.Load(definitions);

    /// <summary>Reads one file. Total: whatever is wrong with the text is a problem.</summary>
    /// <param name="file">Its name, for problems.</param>
    /// <param name="text">YAML or JSON, any number of documents; kind List is taken apart.</param>
    /// <param name="defaultNamespace">Namespace of objects that name none.</param>
    public ManifestReading Read(string file, string text, string defaultNamespace)
    {
        IReadOnlyList<JsonObject> documents;
        try
        {
            documents = Yaml.ToJson(text);
        }
        catch (InvalidDefinitionException refused)
        {
            return new ManifestReading([], [$"{file}: {refused.Message}"]);
        }

        var objects = ImmutableArray.CreateBuilder<Manifest>();
        var problems = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < documents.Count; i++)
        {
            foreach (var tree in Items(documents[i]))
            {
                var place = $"{file}, document {i + 1} ({JsonFacts.Text(tree["kind"]) ?? "no kind"} {tree.Child("metadata").Text("name")})";
                problems.AddRange(Take(file, tree, defaultNamespace, objects).Select(problem => $"{place}: {problem}"));
            }
        }

        return new ManifestReading(objects.ToImmutable(), problems.ToImmutable());
    }

    private static IEnumerable<JsonObject> Items(JsonObject document) => JsonFacts.Text(document["kind"]) == "List" && document["items"] is JsonArray items
        ? items.OfType<JsonObject>()
        : [document];

    /// <returns>What is wrong with the object; none: it was added.</returns>
    private ImmutableArray<string> Take(string file, JsonObject source, string defaultNamespace, ImmutableArray<Manifest>.Builder objects)
    {
        var tree = (JsonObject)source.DeepClone();
        var (version, kind) = (JsonFacts.Text(tree["apiVersion"]), JsonFacts.Text(tree["kind"]));
        if (_catalogue.All.FirstOrDefault(candidate => candidate.ApiVersion == version && candidate.Kind == kind) is not { } resource)
            return [$"no matches for kind {JsonFacts.Quote(kind ?? "")} in version {JsonFacts.Quote(version ?? "")}"];
        var unknown = resource.Definition.Schema.Prune(tree);
        if (!unknown.IsEmpty)
            return [.. unknown.Select(path => $"unknown field {JsonFacts.Quote(path)}")];
        var metadata = tree.ChildOrNew("metadata");
        var space = resource.IsNamespaced ? metadata.Text("namespace") is { Length: > 0 } stated ? stated : defaultNamespace : "";
        var status = tree["status"] as JsonObject;
        if (resource.HasStatus)
            tree.Remove("status");
        resource.Definition.Schema.ApplyDefaults(tree);
        var errors = MetadataRules.Check(resource, metadata).AddRange(resource.Definition.Schema.Validate(tree, null));
        if (!errors.IsEmpty)
            return [.. errors.Select(error => error.ToString())];
        objects.Add(new Manifest(file, resource.Kind, space, metadata.Text("name"), tree, status));
        return [];
    }
}
