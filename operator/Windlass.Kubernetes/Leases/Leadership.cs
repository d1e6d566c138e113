using System.Collections.Immutable;

namespace Windlass.Kubernetes.Leases;

/// <summary>One time in office.</summary>
public sealed class Leadership
{
    private readonly LeaseTerm term;

    internal Leadership(string identity, long transitions, CancellationToken held, LeaseTerm term) =>
        (Identity, Transitions, Held, this.term) = (identity, transitions, held, term);

    /// <summary>Who leads.</summary>
    public string Identity { get; }

    /// <summary>
    /// Fencing token: higher than in every earlier time in office, of whomever, also after a crash restart under the same identity. A lease alone does not
    /// stop a predecessor that slept; whoever receives commands must refuse those with a lower token.
    /// </summary>
    public long Transitions { get; }

    /// <summary>Cancelled when leadership is lost or the process stops.</summary>
    public CancellationToken Held { get; }

    /// <summary>
    /// By our own clock nobody may have taken over yet. Ask right before each deed that nobody else refuses: after a sleep this is false before
    /// <see cref="Held"/> is cancelled.
    /// </summary>
    public bool IsCurrent => term.IsCurrent;

    /// <summary>Sets labels on the lease, by a renewal that comes at once; others stay. For what those who watch it should know of us.</summary>
    public void Label(ImmutableDictionary<string, string> labels) => term.Label(labels);

    /// <summary>Asks the server by a renewal that begins after this call: true, nobody had taken over by then; false: leadership is lost.</summary>
    public Task<bool> ConfirmAsync(CancellationToken cancellation) => term.ConfirmAsync(cancellation);
}
