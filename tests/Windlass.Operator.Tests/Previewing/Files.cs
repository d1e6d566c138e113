using System.Collections.Immutable;
using Windlass.Operator.Previewing;

namespace Windlass.Operator.Tests.Previewing;

/// <summary>A folder with manifests of a cloud of two computes, gone with the test.</summary>
internal sealed class Files : IDisposable
{
    public const string Nodes = """
        apiVersion: windlass.dev/v1alpha1
        kind: ClusterNode
        metadata: {name: cmp2, namespace: cloud}
        spec: {address: cmp2.test, roles: [compute], ssh: {secretRef: {name: ssh}, hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA"]}}
        ---
        apiVersion: windlass.dev/v1alpha1
        kind: ClusterNode
        metadata: {name: cmp1}
        spec: {address: cmp1.test, roles: [compute], ssh: {secretRef: {name: ssh}, hostKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA"]}}
        """;

    /// <summary>alder and birch; the one component of birch as it is said here, in YAML's flow style.</summary>
    public static string ReleasesWith(string component) => $$"""
        apiVersion: v1
        kind: List
        items:
        - apiVersion: windlass.dev/v1alpha1
          kind: ClusterRelease
          metadata: {name: alder}
          spec:
            recognise: [{package: key, version: "<< 2"}]
            repository: {file: cloud.sources, content: "Suites: alder"}
            components: [{name: key, sourcePackages: [key]}]
        - apiVersion: windlass.dev/v1alpha1
          kind: ClusterRelease
          metadata: {name: birch}
          spec:
            upgradesFrom: [alder]
            recognise: [{package: key, version: ">= 2"}]
            repository: {file: cloud.sources, content: "Suites: birch"}
            components: [{{component}}]
        """;

    public const string Upgrade = """
        apiVersion: windlass.dev/v1alpha1
        kind: ClusterUpgrade
        metadata: {name: to-birch}
        spec: {targetRelease: birch}
        """;

    public static readonly string Releases = ReleasesWith("{name: key, sourcePackages: [key]}");

    private readonly string _folder = Directory.CreateTempSubdirectory("wlp").FullName;

    public Files(params ReadOnlySpan<string> texts)
    {
        for (var i = 0; i < texts.Length; i++)
        {
            File.WriteAllText(this[$"{i}.yaml"], texts[i]);
        }

        File.WriteAllText(this["notes.txt"], "no manifest");
        File.WriteAllText(this["key"], "key");
    }

    public string Folder => _folder;

    public PreviewSettings Settings => new() { Files = [_folder], Namespace = "cloud", KeyFile = this["key"] };

    public string this[string name] => Path.Combine(_folder, name);

    public ManifestSet Set => ManifestSet.Read(Settings) is ManifestSetReading.Loaded loaded ? loaded.Set : throw new InvalidOperationException(string.Join('\n', Problems));

    public ImmutableArray<string> Problems => ManifestSet.Read(Settings) is ManifestSetReading.Unusable unusable ? unusable.Problems : [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
