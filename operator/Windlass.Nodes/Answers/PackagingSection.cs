using Windlass.Core.Observation;

namespace Windlass.Nodes.Answers;

/// <summary>Section <c>packaging</c>: <c>key TAB value</c>.</summary>
internal static class PackagingSection
{
    /// <summary>Missing keys are absent things: no finding, no lock, no file, never renewed.</summary>
    public static PackagingState Parse(IEnumerable<string> lines)
    {
        var fields = lines.Select(line => line.Split('\t', 2)).Where(f => f.Length == 2).ToLookup(f => f[0], f => f[1], StringComparer.Ordinal);
        return new PackagingState(
            [.. fields["audit"]], fields["lock"].FirstOrDefault(), fields["digest"].FirstOrDefault(), NodeTime.Parse(fields["indexed"].FirstOrDefault()))
        {
            Superseded = [.. fields["superseded"].Distinct()],
            Unneeded = fields.Contains("unneeded-told") ? [.. fields["unneeded"].Distinct()] : null,
        };
    }
}
