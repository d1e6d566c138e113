using System.Text.Json.Nodes;

using Microsoft.AspNetCore.Http;

using Windlass.ControlPlane.Discovery;
using Windlass.ControlPlane.Security;
using Windlass.ControlPlane.Storage;
using Windlass.ControlPlane.Writing;

namespace Windlass.ControlPlane.Serving;

/// <summary>"May I?" and "who am I?": kubectl auth can-i and auth whoami.</summary>
internal static class ReviewEndpoint
{
    public static async Task<ApiAnswer> AnswerAsync(HttpContext context, ReviewResource review, Identity identity)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
            return Failures.MethodNotAllowed();
        if (await RequestBody.ReadAsync(context).ConfigureAwait(false) is not { } bytes)
            return Failures.TooLarge(RequestBody.Limit);
        var decoded = RequestBody.Object(RequestBody.MediaType(context), bytes);
        if (decoded is not Decoded.Body body)
            return ((Decoded.Refused)decoded).Failure;
        var answer = new JsonObject
        {
            ["kind"] = review.Kind,
            ["apiVersion"] = review.ApiVersion,
            ["metadata"] = new JsonObject { ["creationTimestamp"] = null },
        };
        answer.Put("spec", body.Tree["spec"]?.DeepClone());
        answer["status"] = review == ReviewResource.Access
            ? new JsonObject { ["allowed"] = true, ["reason"] = "whoever holds a credential of this control plane may do everything" }
            : new JsonObject { ["userInfo"] = new JsonObject { ["username"] = identity.Name, ["groups"] = JsonText.Array(identity.Groups) } };
        return ApiAnswer.Json(201, answer);
    }
}
