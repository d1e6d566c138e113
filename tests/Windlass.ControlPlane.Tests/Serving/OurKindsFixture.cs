using System.Collections.Immutable;

namespace Windlass.ControlPlane.Tests.Serving;

/// <summary>A control plane that serves the kinds as they are shipped, with the namespace "lab" in its kubeconfig.</summary>
public sealed class OurKindsFixture : ServerFixture
{
    public const string Upgrades = "/apis/windlass.dev/v1alpha1/namespaces/lab/clusterupgrades";

    public static ImmutableArray<string> Plurals { get; } = ["clusternodes", "clusterreleases", "clusterupgrades", "nodeupgrades", "upgradeplans"];

    protected override ImmutableArray<string> Definitions { get; } = [.. Plurals.Select(Read)];

    protected override string Namespace => "lab";

    /// <summary>The definition of a kind, by its plural.</summary>
    public static string Read(string plural)
    {
        using var reader = new StreamReader(typeof(OurKindsFixture).Assembly.GetManifestResourceStream($"crds/{plural}.yaml")!);
        return reader.ReadToEnd();
    }
}
