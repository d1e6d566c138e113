using System.Text.RegularExpressions;

namespace Windlass.ControlPlane.Tests.Kubectl;

/// <summary>
/// The kubectl binaries on this machine: "kubectl" and "kubectl.1.27" and the like, in the directories of PATH and where Google Cloud's packages put them.
/// Three of them by default, to keep the suite short: the one that PATH finds, the oldest and the newest. With WINDLASS_KUBECTLS set (paths, separated by
/// colons, e.g. Debian's 1.20) those, and all that were found.
/// </summary>
internal static partial class KubectlBinaries
{
    private const string CloudSdk = "/usr/lib/google-cloud-sdk/bin";

    /// <summary>Never empty: without any kubectl the tests say that they were skipped.</summary>
    public static string[] Chosen { get; } = Choose();

    /// <summary>
    /// For what is compared between servers, which takes its time: the newest, or those that WINDLASS_KUBECTLS names. Not the one on PATH where there
    /// are others: it may itself choose another for each server.
    /// </summary>
    public static string[] ForTranscripts { get; } = Named.Length > 0 ? Named : [Chosen[^1]];

    private static string[] Named => (Environment.GetEnvironmentVariable("WINDLASS_KUBECTLS") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Choose()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var onPath = folders.Select(folder => Path.Combine(folder, "kubectl")).FirstOrDefault(File.Exists);
        var versioned = folders.Append(CloudSdk).Where(Directory.Exists).SelectMany(folder => Directory.GetFiles(folder, "kubectl.*"))
            .Where(path => VersionSuffix().IsMatch(path)).OrderBy(VersionOf).ToArray();
        string[] chosen = Named.Length > 0
            ? [.. Named, .. versioned]
            : [.. versioned.Take(1), .. versioned.TakeLast(1)];
        if (onPath is not null)
            chosen = [onPath, .. chosen];
        return chosen.Length == 0 ? [""] : [.. chosen.Distinct(StringComparer.Ordinal)];
    }

    private static Version VersionOf(string path) => Version.Parse(VersionSuffix().Match(path).Groups[1].Value);

    [GeneratedRegex(@"/kubectl\.(\d+\.\d+)$")]
    private static partial Regex VersionSuffix();
}
