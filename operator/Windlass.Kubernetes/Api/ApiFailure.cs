using System.Collections.Immutable;

namespace Windlass.Kubernetes.Api;

/// <summary>Why a request did not succeed. Closed: every case is nested here.</summary>
/// <param name="Message">A sentence for people, mostly the server's own.</param>
public abstract record ApiFailure(string Message)
{
    /// <summary>404: no such object, namespace or kind.</summary>
    public sealed record NotFound(string Message) : ApiFailure(Message);

    /// <summary>409: somebody else changed the object, or owns a field. Read again from the server before the next try.</summary>
    public sealed record Conflict(string Message) : ApiFailure(Message);

    /// <summary>409: an object of that name exists.</summary>
    public sealed record AlreadyExists(string Message) : ApiFailure(Message);

    /// <summary>400, 405, 406, 413, 415, 422: sending the same again cannot help.</summary>
    /// <param name="Message">The server's sentence.</param>
    /// <param name="Causes">One entry per offending field; may be empty.</param>
    public sealed record Invalid(string Message, ImmutableArray<FailureCause> Causes) : ApiFailure(Message);

    /// <summary>403: the credentials are known but may not do this.</summary>
    public sealed record Forbidden(string Message) : ApiFailure(Message);

    /// <summary>401, after one refresh of the credentials; or no credentials could be had.</summary>
    public sealed record Unauthorized(string Message) : ApiFailure(Message);

    /// <summary>410, or 504 with "too large resource version": the requested resource version cannot be served; list again.</summary>
    public sealed record Expired(string Message) : ApiFailure(Message);

    /// <summary>429, 5xx, no connection, no answer in time, or an answer that is no JSON of the expected shape.</summary>
    /// <param name="Message">What went wrong last.</param>
    /// <param name="RetryAfter">The server's wish; null when it had none.</param>
    /// <param name="Reach">Whether the server answered at all.</param>
    public sealed record Unavailable(string Message, TimeSpan? RetryAfter = null, ServerReach Reach = ServerReach.Answered) : ApiFailure(Message);
}
