namespace Windlass.Core.Identities;

/// <summary>
/// Identity of one step on one node: a content hash of what is to be done, so that whoever comes after a crash computes the
/// same identity and finds the ledger entry of the step instead of doing it again.
/// </summary>
/// <param name="Value">Lower-case letters, digits and dashes; at most 64 characters (it names a systemd unit and a folder).</param>
public readonly record struct StepId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
