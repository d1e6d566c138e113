namespace Windlass.ControlPlane.Tests.Kubectl;

/// <summary>The manifest that the suite applies again and again.</summary>
internal static class UpgradeManifest
{
    /// <summary>A ClusterUpgrade "u" with that spec (YAML); returns the file's path.</summary>
    public static string Upgrade(this KubectlRun run, string spec, string file = "upgrade.yaml") => run.File(file, $$$"""
        apiVersion: windlass.dev/v1alpha1
        kind: ClusterUpgrade
        metadata: {name: u}
        spec: {{{spec}}}
        """);
}
