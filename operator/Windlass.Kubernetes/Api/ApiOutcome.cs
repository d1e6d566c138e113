using System.Diagnostics.CodeAnalysis;

namespace Windlass.Kubernetes.Api;

/// <summary>What became of a request: <see cref="Ok"/> with the answer, or <see cref="Failed"/> with one of <see cref="ApiFailure"/>.</summary>
public abstract record ApiOutcome<T>
    where T : class
{
    private ApiOutcome()
    {
    }

    /// <summary>The server did it.</summary>
    public sealed record Ok(T Value) : ApiOutcome<T>;

    /// <summary>The server refused, or could not be asked.</summary>
    public sealed record Failed(ApiFailure Reason) : ApiOutcome<T>;

    /// <summary>The failure, or null when it went well.</summary>
    public ApiFailure? Failure => (this as Failed)?.Reason;

    /// <summary>Takes the outcome apart: true with a value, false with a failure.</summary>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ApiFailure? failure)
    {
        value = (this as Ok)?.Value;
        failure = (this as Failed)?.Reason;
        return value is not null;
    }

    /// <summary>A failure is an outcome of any request.</summary>
    public static implicit operator ApiOutcome<T>(ApiFailure failure) => new Failed(failure);

    /// <summary>An answer is an outcome.</summary>
    public static implicit operator ApiOutcome<T>(T value) => new Ok(value);
}
