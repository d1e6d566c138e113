using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Releases;

/// <summary>Key that signs a repository.</summary>
public sealed record ReleaseKeyring
{
    /// <summary>File below /etc/apt/keyrings.</summary>
    [Description("File name below /etc/apt/keyrings; ends in .asc, because the key is armoured.")]
    [Length(5, 100), Pattern("^[A-Za-z0-9][A-Za-z0-9_.-]*[.]asc$")]
    public required string Name { get; init; }

    /// <summary>The key.</summary>
    [Description("The public key, ASCII-armoured.")]
    [Length(1, 40000)]
    public required string Armored { get; init; }
}
