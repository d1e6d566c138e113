using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Patching;

/// <summary>What a patch that can fail came to.</summary>
internal abstract record PatchOutcome
{
    private PatchOutcome()
    {
    }

    public sealed record Patched(JsonNode Result) : PatchOutcome;

    /// <param name="Reason">A sentence for the Status message.</param>
    /// <param name="IsMalformed">True: the patch itself is no patch (400). False: it does not fit this object (422).</param>
    public sealed record Failed(string Reason, bool IsMalformed) : PatchOutcome;
}
