namespace Windlass.Kubernetes.Leases;

/// <summary>One time in office.</summary>
/// <param name="Identity">Who leads.</param>
/// <param name="Transitions">
/// Fencing token: higher than in every earlier time in office, of whomever, also after a crash restart under the same identity. A lease alone does not
/// stop a predecessor that slept; whoever receives commands must refuse those with a lower token.
/// </param>
/// <param name="Held">Cancelled when leadership is lost or the process stops.</param>
public sealed record Leadership(string Identity, long Transitions, CancellationToken Held);
