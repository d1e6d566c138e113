using System.Collections.Immutable;

namespace Windlass.ControlPlane.Tests.Serving;

/// <summary>A control plane that serves the kinds as they are shipped, with the namespace "lab" in its kubeconfig.</summary>
public sealed class OurKindsFixture : ServerFixture
{
    public const string Upgrades = "/apis/windlass.dev/v1alpha1/namespaces/lab/clusterupgrades";

    protected override ImmutableArray<string> Definitions { get; } =
        [.. ((string[])["clusternodes", "clusterreleases", "clusterupgrades", "nodeupgrades", "upgradeplans"]).Select(Read)];

    protected override string Namespace => "lab";

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(OurKindsFixture).Assembly.GetManifestResourceStream($"crds/{name}.yaml")!);
        return reader.ReadToEnd();
    }
}
