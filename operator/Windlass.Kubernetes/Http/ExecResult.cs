using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Http;

/// <summary>What a credential program did. Closed: every case is nested here.</summary>
internal abstract record ExecResult
{
    private ExecResult()
    {
    }

    public sealed record Printed(ExecCredentialStatus Credential) : ExecResult;

    public sealed record Failed(string Message) : ExecResult;
}
