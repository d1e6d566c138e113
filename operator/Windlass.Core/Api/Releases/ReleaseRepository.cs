using System.Collections.Immutable;
using System.ComponentModel;
using Windlass.Core.Api.Schema;

namespace Windlass.Core.Api.Releases;

/// <summary>APT source of a release.</summary>
public sealed record ReleaseRepository
{
    /// <summary>File below /etc/apt/sources.list.d.</summary>
    [Description("File name below /etc/apt/sources.list.d; must end in .sources.")]
    [Length(9, 100), Pattern("^[A-Za-z0-9][A-Za-z0-9_.-]*[.]sources$")]
    public required string File { get; init; }

    /// <summary>deb822 text.</summary>
    [Description("Contents of the file, in deb822 format (man sources.list).")]
    [Length(1, 20000)]
    public required string Content { get; init; }

    /// <summary>Key that signs the repository.</summary>
    [Description("Key that signs the repository; leave out when the nodes have it already.")]
    public ReleaseKeyring? Keyring { get; init; }

    /// <summary>Older files that this one takes the place of.</summary>
    [Description("File name patterns below /etc/apt/sources.list.d of older sources: moved aside to /var/lib/windlass/superseded on the node, never deleted.")]
    [Items(20, IsSet = true), Pattern("^[A-Za-z0-9_.*?-]+$")]
    public ImmutableArray<string> Supersedes { get; init => field = value.OrEmpty(); } = [];
}
