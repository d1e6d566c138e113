using System.Collections.Immutable;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Patching;
using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Serving;

namespace Windlass.ControlPlane.Writing;

/// <summary>The object a patch asks for.</summary>
internal static class PatchApplication
{
    /// <param name="live">The object in its served form.</param>
    public static Decoded Apply(ServedResource resource, JsonObject live, PatchDocument patch) => patch switch
    {
        PatchDocument.Merge merge => Result(MergePatch.Apply(live, merge.Patch), merge.Complaints),
        PatchDocument.Strategic strategic => Result(StrategicMergePatch.Apply(resource.Kind, live, strategic.Patch), strategic.Complaints),
        PatchDocument.Operations operations => Result(JsonPatch.Apply(live, operations.Patch), []),
        PatchDocument.Apply => throw new ArgumentException("Server-side apply is no patch of the object but of its owner's part.", nameof(patch)),
        _ => throw new ArgumentOutOfRangeException(nameof(patch)),
    };

    private static Decoded Result(PatchOutcome outcome, ImmutableArray<string> complaints) => outcome switch
    {
        PatchOutcome.Patched patched => Result(patched.Result, complaints),
        PatchOutcome.Failed { IsMalformed: true } failed => new Decoded.Refused(Failures.BadRequest(failed.Reason)),
        PatchOutcome.Failed failed => new Decoded.Refused(Failures.UnfitPatch(failed.Reason)),
        _ => throw new InvalidOperationException(),
    };

    private static Decoded Result(JsonNode result, ImmutableArray<string> complaints) => result is JsonObject tree
        ? new Decoded.Body(tree, complaints)
        : new Decoded.Refused(Failures.UnfitPatch("the patch leaves no object"));
}
