namespace Windlass.Testing.KubeServers;

/// <summary>
/// The binaries of real API servers, in the folder that KUBEBUILDER_ASSETS names (the convention of envtest): etcd, kube-apiserver, and
/// kubetest-apiserver where there is one.
/// </summary>
public static class KubeAssets
{
    private const string Variable = "KUBEBUILDER_ASSETS";

    /// <summary>Path of etcd.</summary>
    public static string Etcd => PathOf("etcd");

    /// <summary>Path of a real server.</summary>
    /// <param name="kind">Not the embedded one.</param>
    public static string PathOf(ServerKind kind) => PathOf(kind == ServerKind.KubeApiserver ? "kube-apiserver" : "kubetest-apiserver");

    /// <summary>Why a kind of server cannot run here; null when it can.</summary>
    /// <param name="kind">The kind.</param>
    public static string? Missing(ServerKind kind)
    {
        if (kind == ServerKind.Embedded)
            return null;
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
            return $"no real API server: {Variable} names no folder with etcd and kube-apiserver (`make kube` builds them)";
        return new[] { Etcd, PathOf(kind) }.FirstOrDefault(path => !File.Exists(path)) is { } absent
            ? $"no {Path.GetFileName(absent)} in the folder that {Variable} names"
            : null;
    }

    /// <summary>Path of kube-controller-manager; null, with a reason, where there is none.</summary>
    /// <param name="missing">Why not.</param>
    public static string? ControllerManager(out string missing)
    {
        var path = PathOf("kube-controller-manager");
        missing = File.Exists(path) ? "" : $"no kube-controller-manager in the folder that {Variable} names";
        return missing.Length == 0 ? path : null;
    }

    private static string PathOf(string name) => Path.Combine(Environment.GetEnvironmentVariable(Variable) ?? "", name);
}
