using System.Collections.Immutable;

using Windlass.ControlPlane.Apply;
using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Serving;

/// <summary>
/// The failures of the API, worded as Kubernetes words them: kubectl and client libraries look at reason and details, people at the message.
/// </summary>
internal static class Failures
{
    public static ApiFailure NotFound(ServedResource resource, string name) =>
        new(404, "NotFound", $"{resource.QualifiedName} \"{name}\" not found") { Subject = About(resource, name) };

    public static ApiFailure NoSuchPath() =>
        new(404, "NotFound", "the server could not find the requested resource") { Subject = new FailureSubject("", "", "") };

    /// <param name="isDeleting">The one that exists waits for its finalizers: trying again later will do.</param>
    public static ApiFailure AlreadyExists(ServedResource resource, string name, bool isDeleting) =>
        new(409, "AlreadyExists", $"{(isDeleting ? "object is being deleted: " : "")}{resource.QualifiedName} \"{name}\" already exists")
        {
            Subject = About(resource, name),
        };

    public static ApiFailure Stale(ServedResource resource, string name) => Conflict(
        resource, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiFailure Conflict(ServedResource resource, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {resource.QualifiedName} \"{name}\": {why}") { Subject = About(resource, name) };

    public static ApiFailure Forbidden(ServedResource resource, string name, string why, params ImmutableArray<FailureCause> causes) =>
        new(403, "Forbidden", $"{resource.QualifiedName} \"{name}\" is forbidden: {why}") { Subject = About(resource, name), Causes = causes };

    public static ApiFailure BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiFailure Invalid(ServedResource resource, string name, ImmutableArray<FieldError> errors) =>
        Invalid(resource.Kind, resource.Group, name, [.. errors.Select(Cause)]);

    public static ApiFailure Invalid(ServedResource resource, string name, FieldError error) => Invalid(resource, name, [error]);

    /// <summary>Invalid without a resource: the request itself, e.g. its patch or its options.</summary>
    public static ApiFailure Invalid(string kind, string group, string name, ImmutableArray<FailureCause> causes)
    {
        var sentences = causes.Select(cause => $"{cause.Field}: {cause.Message}").ToArray();
        var list = sentences.Length == 1 ? sentences[0] : $"[{string.Join(", ", sentences)}]";
        var qualified = group.Length == 0 ? kind : $"{kind}.{group}";
        return new ApiFailure(422, "Invalid", $"{qualified} \"{name}\" is invalid: {list}")
        {
            Subject = new FailureSubject(name, group, kind),
            Causes = causes,
        };
    }

    /// <summary>Server-side apply met fields of other managers.</summary>
    public static ApiFailure ApplyConflict(ApplyOutcome.Conflicted conflicted) => new(409, "Conflict", conflicted.Message)
    {
        Causes = [.. conflicted.Conflicts.Select(conflict => new FailureCause("FieldManagerConflict", conflict.Message, conflict.FieldPath))],
    };

    /// <summary>A patch that does not fit the object, such as one whose "test" fails.</summary>
    public static ApiFailure UnfitPatch(string why) => new(422, "Invalid", $"the server rejected our request due to an error in our request: {why}");

    /// <summary>A patch whose result has fields nobody knows.</summary>
    public static ApiFailure StrictPatch(string patch, string strictErrors)
    {
        var quoted = patch.Replace("\"", "\\\"", StringComparison.Ordinal);
        var message = $"Invalid value: \"{quoted}\": strict decoding error: {strictErrors}";
        return Invalid("", "", "", [new FailureCause("FieldValueInvalid", message, "patch")]);
    }

    public static ApiFailure Expired(string message) => new(410, "Expired", message);

    public static ApiFailure TooOld(long asked, long oldest) => Expired($"too old resource version: {asked} ({oldest})");

    public static ApiFailure TooNew(long asked, long current) =>
        new(504, "Timeout", $"Timeout: Too large resource version: {asked}, current: {current}")
        {
            Causes = [new FailureCause("ResourceVersionTooLarge", "Too large resource version", "")],
            RetryAfterSeconds = 1,
        };

    public static ApiFailure CannotImpersonate(string user) => new(
        403, "Forbidden", $"users \"{user}\" is forbidden: this control plane has one user and no roles; it cannot act as another");

    public static ApiFailure Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static ApiFailure MethodNotAllowed(string what = "the server does not allow this method on the requested resource") =>
        new(405, "MethodNotAllowed", what);

    public static ApiFailure UnsupportedMediaType(string message) => new(415, "UnsupportedMediaType", message);

    public static ApiFailure NotAcceptable(string offered) =>
        new(406, "NotAcceptable", $"only the following media types are accepted: {offered}");

    public static ApiFailure TooLarge(long limit) =>
        new(413, "RequestEntityTooLarge", $"Request entity too large: limit is {limit}");

    public static ApiFailure Internal() => new(500, "InternalError", "Internal error occurred: see the control plane's log");

    private static FailureSubject About(ServedResource resource, string name) => new(name, resource.Group, resource.Plural);

    private static FailureCause Cause(FieldError error) => new(error.Reason.ToString(), error.Message, error.Path);
}
