namespace Windlass.Kubernetes.Configuration;

/// <summary>A value that must not reach a log: its text is only had by asking for it.</summary>
public sealed class Secret(string value)
{
    /// <summary>The value itself.</summary>
    public string Reveal() => value;

    /// <summary>Never the value.</summary>
    public override string ToString() => "(redacted)";
}
