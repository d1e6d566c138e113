namespace Windlass.Operator.Page;

/// <summary>Whether somebody may look at a namespace. Closed: every case is nested here.</summary>
internal abstract record AccessVerdict
{
    private AccessVerdict()
    {
    }

    /// <summary>As the API allows it.</summary>
    public sealed record Allowed : AccessVerdict;

    /// <summary>The API server does not know the token.</summary>
    /// <param name="Message">What to do.</param>
    public sealed record Unknown(string Message) : AccessVerdict;

    /// <summary>The API server knows who asks, and does not allow it.</summary>
    /// <param name="Message">What to do.</param>
    public sealed record Forbidden(string Message) : AccessVerdict;

    /// <summary>The API server cannot be asked.</summary>
    /// <param name="Message">Why.</param>
    public sealed record Unclear(string Message) : AccessVerdict;
}
