namespace Windlass.Core.Observation;

/// <summary>One systemd service.</summary>
/// <param name="Name">Unit name with suffix, for example <c>glance-api.service</c>.</param>
/// <param name="Package">Binary package that ships it; null for units named by the release (quiesce).</param>
/// <param name="LoadState">loaded, not-found, masked, bad-setting ...</param>
/// <param name="ActiveState">active, inactive, failed, activating, deactivating, reloading.</param>
/// <param name="SubState">running, dead, exited, auto-restart ...</param>
/// <param name="UnitFileState">enabled, disabled, static, masked ...; empty when there is no file.</param>
/// <param name="Hold">Our hold (a drop-in condition) keeps it from starting; null when we hold nothing.</param>
/// <param name="StartedAt">When its main process started, by the node's clock; null when it has none.</param>
public sealed record UnitState(
    string Name,
    string? Package,
    string LoadState,
    string ActiveState,
    string SubState,
    string UnitFileState,
    UnitHold? Hold,
    DateTimeOffset? StartedAt)
{
    /// <summary>Running or on its way up.</summary>
    public bool IsActive => ActiveState is "active" or "activating" or "reloading";

    /// <summary>It has stopped and nothing of it runs any more.</summary>
    public bool IsStopped => ActiveState is "inactive" or "failed";

    /// <summary>Starts at boot by the administrator's will; only such units, and those that ran, are ever started by us.</summary>
    public bool IsEnabled => UnitFileState is "enabled" or "enabled-runtime" or "alias" or "generated";
}
