using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Writing;

namespace Windlass.ControlPlane.Serving;

/// <summary>Reads PATCH bodies by content type.</summary>
internal static class PatchBody
{
    private const string JsonPatch = "application/json-patch+json";
    private const string MergePatch = "application/merge-patch+json";
    private const string StrategicPatch = "application/strategic-merge-patch+json";
    private const string ApplyPatch = "application/apply-patch+yaml";

    /// <summary>Null with a failure when the body is no patch.</summary>
    public static PatchDocument? Read(string mediaType, byte[] body, ServedResource resource, out ApiFailure? failure)
    {
        failure = null;
        var isBuiltIn = resource.Nature != ResourceNature.Custom;
        if (mediaType == JsonPatch)
        {
            if (RequestBody.Array(body) is { } operations)
                return new PatchDocument.Operations(operations);
            failure = Failures.BadRequest("error decoding patch: the body is no JSON array");
            return null;
        }

        var decoded = mediaType switch
        {
            MergePatch => RequestBody.Json(body),
            StrategicPatch when isBuiltIn => RequestBody.Json(body),
            ApplyPatch => RequestBody.YamlObject(body),
            _ => new Decoded.Refused(Unsupported(isBuiltIn)),
        };
        failure = (decoded as Decoded.Refused)?.Failure;
        if (failure is { Code: 400 } && mediaType != ApplyPatch)
            failure = failure with { Message = $"error decoding patch: {failure.Message}" };
        if (decoded is not Decoded.Body parsed)
            return null;
        return mediaType switch
        {
            MergePatch => new PatchDocument.Merge(parsed.Tree, parsed.Complaints),
            StrategicPatch => new PatchDocument.Strategic(parsed.Tree, parsed.Complaints),
            _ => new PatchDocument.Apply(parsed.Tree, parsed.Complaints),
        };
    }

    private static ApiFailure Unsupported(bool isBuiltIn) => Failures.UnsupportedMediaType(
        "the body of the request was in an unknown format - accepted media types include: " +
        (isBuiltIn ? $"{JsonPatch}, {MergePatch}, {StrategicPatch}, {ApplyPatch}" : $"{JsonPatch}, {MergePatch}, {ApplyPatch}"));
}
