using Windlass.Core.Planning.Steps;
using Windlass.Core.Projection;

namespace Windlass.Operator.Previewing;

/// <summary>Steps and versions in words, without the versions that nobody knows yet.</summary>
internal static class StepText
{
    public const string NotKnown = "known after staging";

    /// <summary>What the step does, besides its kind.</summary>
    public static string Of(ProjectedStep step) => step.Step switch
    {
        NodeStep.Rotation rotation => $"{rotation.Component}, backend{(rotation.Backends.Length == 1 ? "" : "s")} {string.Join(", ", rotation.Backends)}",
        NodeStep.Quiesce quiesce => string.Join(", ", quiesce.Units),
        NodeStep.Unquiesce unquiesce => string.Join(", ", unquiesce.Units),
        NodeStep.Configure configure => $"{configure.Service}: {string.Join(' ', configure.Run)}",
        NodeStep.Reboot => "the node, which asks for it",
        NodeStep.RepairPackages => "what dpkg left half-done",
        NodeStep.Autoremove unneeded => unneeded.Packages.IsEmpty ? "what only the old release needed" : string.Join(", ", unneeded.Packages),
        NodeStep.SwitchRepository source => source.File,
        NodeStep.Stage => $"{step.Packages.Length} package{(step.Packages.Length == 1 ? "" : "s")}",
        NodeStep.Preinstall libraries => $"what {libraries.Packages.Length} package{(libraries.Packages.Length == 1 ? "" : "s")} will need, of no component",
        NodeStep.StopAndHold stop => $"{stop.Component}: {string.Join(", ", stop.Units)}",
        NodeStep.Install install => $"{install.Component}: {string.Join(", ", step.Packages.Select(package => package.Name))}",
        NodeStep.SyncSchema sync => $"{sync.Component}: {string.Join(' ', sync.Run)}{(sync.User.Length == 0 ? "" : $" (as {sync.User})")}",
        NodeStep.Release release => $"{release.Component}: {string.Join(", ", release.Units)}",
        NodeStep.Restart restart => $"{restart.Component}: {string.Join(", ", restart.Units)}",
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    /// <summary>The version it comes to, as far as it can be told.</summary>
    public static string To(PackageChange change) =>
        change.To?.Value ?? (change.Expected.Length == 0 ? NotKnown : $"{NotKnown} ({change.Expected})");
}
