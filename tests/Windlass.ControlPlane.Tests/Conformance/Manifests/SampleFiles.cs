using System.Text.Json.Nodes;

using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Tests.Conformance.Manifests;

/// <summary>What people copy from config/samples or apply from config/releases, and the lab's upgrade.</summary>
internal static class SampleFiles
{
    private static readonly string Root = Find(AppContext.BaseDirectory);

    /// <summary>Paths in the checkout.</summary>
    public static string[] Names { get; } =
    [
        .. In("config/samples"), .. In("config/releases"), .. In("config/releases/other"), .. In("config/releases/infrastructure"),
        "tests/lab/manifests/demo-upgrade.yaml",
    ];

    /// <summary>The documents of a file, each with the path of its object in the namespace default.</summary>
    public static IEnumerable<(string Path, JsonObject Manifest)> Read(string name) =>
        Yaml.ToJson(File.ReadAllText(Path.Combine(Root, name))).Select(manifest => (PathOf(manifest), manifest));

    private static string PathOf(JsonObject manifest)
    {
        manifest["metadata"]!.AsObject().Remove("namespace");
        var name = (string)manifest["metadata"]!["name"]!;
        return (string)manifest["kind"]! switch
        {
            "Secret" => $"/api/v1/namespaces/default/secrets/{name}",
            var kind => $"/apis/windlass.dev/v1alpha1/namespaces/default/{kind.ToLowerInvariant()}s/{name}",
        };
    }

    private static IEnumerable<string> In(string folder) => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.yaml")
        .Select(path => $"{folder}/{Path.GetFileName(path)}").Order(StringComparer.Ordinal);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "Windlass.slnx")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
