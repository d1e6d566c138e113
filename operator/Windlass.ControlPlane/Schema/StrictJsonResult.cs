using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Schema;

/// <param name="Object">The body, or null when it is no JSON object; then <paramref name="Error"/> says why.</param>
/// <param name="DuplicateFields">Dotted paths of keys that occur twice in one object.</param>
/// <param name="Error">Why there is no object; null when there is one.</param>
internal sealed record StrictJsonResult(JsonObject? Object, ImmutableArray<string> DuplicateFields, string? Error)
{
    /// <summary>
    /// The sentence for <c>fieldValidation=Strict</c> (and, one by one, the warnings for <c>Warn</c>); null when nothing was wrong.
    /// </summary>
    /// <param name="unknownFields">What <see cref="StructuralSchema.Prune"/> removed.</param>
    public string? DescribeStrictly(ImmutableArray<string> unknownFields)
    {
        var complaints = Complaints(unknownFields);
        return complaints.IsEmpty ? null : $"strict decoding error: {string.Join(", ", complaints)}";
    }

    public ImmutableArray<string> Complaints(ImmutableArray<string> unknownFields) =>
        [.. DuplicateFields.Select(path => $"duplicate field \"{path}\""), .. unknownFields.Select(path => $"unknown field \"{path}\"")];
}
