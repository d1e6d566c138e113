using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Nodes;

/// <summary>A Secret in the same namespace.</summary>
public sealed record SecretReference
{
    /// <summary>Its name.</summary>
    [Description("Name of the Secret.")]
    [Length(1, 253), Pattern(PatternAttribute.ObjectName)]
    public required string Name { get; init; }
}
