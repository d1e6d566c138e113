namespace Windlass.Nodes;

/// <summary>A private key in OpenSSH's or PEM text. Never shows itself in logs.</summary>
public sealed class PrivateKey(string text) : IEquatable<PrivateKey>
{
    /// <summary>The key itself; ends with a line end, without which ssh calls it invalid.</summary>
    internal string Reveal() => text.EndsWith('\n') ? text : text + "\n";

    /// <inheritdoc/>
    public bool Equals(PrivateKey? other) => other is not null && Reveal() == other.Reveal();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PrivateKey);

    /// <inheritdoc/>
    public override int GetHashCode() => Reveal().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => "(private key)";
}
