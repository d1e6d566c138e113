using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Windlass.Core.Api;
using Windlass.Core.Api.Releases;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Windlass.Core.Tests.Catalogue;

/// <summary>A release file of the catalogue as the operator reads it. Windlass.ControlPlane.Tests applies the same files to the server.</summary>
internal static class CatalogueFile
{
    public static string Folder => Path.Combine(Repository.Root, "config", "releases");

    /// <summary>The OpenStack releases, oldest first.</summary>
    public static ImmutableArray<ClusterRelease> All { get; } = [.. CatalogueSource.Rows.Select(row => Read(PathOf(row.Name)))];

    public static TheoryData<string> Names => [.. CatalogueSource.Rows.Select(row => row.Name)];

    public static string PathOf(string release) => Path.Combine(Folder, $"{release}.yaml");

    public static ClusterRelease Named(string release) => All.Single(candidate => candidate.Metadata.Name == release);

    public static ClusterRelease Read(string file)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(File.ReadAllText(file));
        stream.Load(reader);
        return JsonSerializer.Deserialize(Convert(stream.Documents.Single().RootNode)!.ToJsonString(), WindlassJson.Default.ClusterRelease)!;
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Convert(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain when int.TryParse(plain.Value, CultureInfo.InvariantCulture, out var number) => number,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } plain => plain.Value == "true",
        YamlScalarNode scalar => scalar.Value,
        _ => throw new FormatException($"{node.Start}: neither map, list nor scalar"),
    };
}
