namespace Windlass.ControlPlane;

/// <summary>The control plane cannot start here; the message says why and what a person can do.</summary>
public sealed class ControlPlaneUnavailableException : Exception
{
    public ControlPlaneUnavailableException(string message)
        : base(message)
    {
    }

    public ControlPlaneUnavailableException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
