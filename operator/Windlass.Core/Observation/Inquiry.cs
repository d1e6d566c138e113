using System.Collections.Immutable;

namespace Windlass.Core.Observation;

/// <summary>Something to ask a node that is no step: it changes nothing, is not recorded, and may be asked again at any time. Closed set.</summary>
public abstract record Inquiry
{
    private Inquiry()
    {
    }

    /// <summary>How a command ends, and what it prints.</summary>
    /// <param name="Argv">Argument vector; not a shell line. It runs as root.</param>
    /// <param name="Timeout">After that it is ended, with exit code 124; to a second.</param>
    public sealed record Command(ImmutableArray<string> Argv, TimeSpan Timeout) : Inquiry;

    /// <summary>The HTTP status of a URL as the last line that is printed, 000 for none; exit code 0.</summary>
    /// <param name="Url">http or https.</param>
    public sealed record Fetch(string Url) : Inquiry;
}
