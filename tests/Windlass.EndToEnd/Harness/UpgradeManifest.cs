namespace Windlass.EndToEnd.Harness;

/// <summary>A ClusterUpgrade for the lab: quick satellites, patient time-outs.</summary>
internal static class UpgradeManifest
{
    /// <param name="name">metadata.name.</param>
    /// <param name="release">spec.targetRelease.</param>
    /// <param name="skip">spec.skipComponents.</param>
    /// <param name="stallAfterSeconds">spec.strategy.stallAfterSeconds.</param>
    /// <param name="reboot">Reboots of controllers and computes: Never or IfRequired.</param>
    /// <param name="more">One more line of spec.strategy.</param>
    public static string Of(string name, string release = "birch", string skip = "", int stallAfterSeconds = 600, string reboot = "Never", string more = "") =>
        $$"""
        apiVersion: windlass.dev/v1alpha1
        kind: ClusterUpgrade
        metadata:
          name: {{name}}
          namespace: lab
        spec:
          targetRelease: {{release}}
          skipComponents: [{{skip}}]
          strategy:
            {{more}}
            stallAfterSeconds: {{stallAfterSeconds}}
            controlPlane: {parallelComponents: 3, drainTimeoutSeconds: 120, reboot: {{reboot}}}
            satellites:
              network: {maxInFlight: 2, settleSeconds: 2}
              compute: {maxInFlight: 2, settleSeconds: 2, reboot: {{reboot}}}
        """;
}
