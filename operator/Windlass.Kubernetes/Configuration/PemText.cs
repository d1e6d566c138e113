namespace Windlass.Kubernetes.Configuration;

/// <summary>What reading PEM text gave. Closed: every case is nested here.</summary>
internal abstract record PemText
{
    private PemText()
    {
    }

    public sealed record Read(string Text) : PemText;

    public sealed record Unreadable(string Message) : PemText;
}
