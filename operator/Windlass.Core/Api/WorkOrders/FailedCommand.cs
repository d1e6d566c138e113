using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.WorkOrders;

/// <summary>A step that ended badly.</summary>
public sealed record FailedCommand
{
    /// <summary>The step.</summary>
    [Description("Kind of step.")]
    public required string Step { get; init; }

    /// <summary>Exit code.</summary>
    [Description("Exit code of the step; 124: its deadline passed.")]
    public required int ExitCode { get; init; }

    /// <summary>Last lines.</summary>
    [Description("Last lines of its output, at most 2 KiB.")]
    [Length(0, 2048)]
    public string Output { get; init => field = value ?? ""; } = "";

    /// <summary>When.</summary>
    [Description("When it was seen.")]
    public required DateTimeOffset Time { get; init; }
}
