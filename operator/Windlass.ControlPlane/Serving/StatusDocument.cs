using System.Text.Json.Nodes;

using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Serving;

/// <summary>metav1.Status documents.</summary>
internal static class StatusDocument
{
    public static JsonObject Of(ApiFailure failure)
    {
        var status = Head("Failure");
        status["message"] = failure.Message;
        status["reason"] = failure.Reason;
        if (Details(failure) is { } details)
            status["details"] = details;
        status["code"] = failure.Code;
        return status;
    }

    /// <summary>What a deletion answers when the object is gone.</summary>
    public static JsonObject Deleted(string name, string group, string plural, string uid)
    {
        var status = Head("Success");
        var details = new JsonObject { ["name"] = name };
        if (group.Length > 0)
            details["group"] = group;
        details["kind"] = plural;
        details["uid"] = uid;
        status["details"] = details;
        return status;
    }

    private static JsonObject Head(string outcome) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = outcome,
    };

    private static JsonObject? Details(ApiFailure failure)
    {
        if (failure.Subject is null && failure.Causes.IsEmpty && failure.RetryAfterSeconds == 0)
            return null;
        var details = new JsonObject();
        SetText(details, "name", failure.Subject?.Name);
        SetText(details, "group", failure.Subject?.Group);
        SetText(details, "kind", failure.Subject?.Kind);
        SetText(details, "uid", failure.Subject?.Uid);
        if (!failure.Causes.IsEmpty)
            details["causes"] = new JsonArray([.. failure.Causes.Select(Cause)]);
        if (failure.RetryAfterSeconds > 0)
            details["retryAfterSeconds"] = failure.RetryAfterSeconds;
        return details;
    }

    private static JsonObject Cause(FailureCause cause)
    {
        var item = new JsonObject { ["reason"] = cause.Reason, ["message"] = cause.Message };
        SetText(item, "field", cause.Field);
        return item;
    }

    private static void SetText(JsonObject target, string name, string? value) =>
        target.Put(name, string.IsNullOrEmpty(value) ? null : value);
}
