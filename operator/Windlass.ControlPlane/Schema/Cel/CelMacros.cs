using System.Collections.Immutable;

namespace Windlass.ControlPlane.Schema.Cel;

internal static class CelMacros
{
    /// <param name="items">What the macro ran over.</param>
    /// <param name="results">The body's value for each item.</param>
    public static CelValue Fold(CelMacro macro, ImmutableArray<CelValue> items, ImmutableArray<CelValue> results) => macro switch
    {
        CelMacro.All => Decide(results, false),
        CelMacro.Exists => Decide(results, true),
        CelMacro.ExistsOne => FirstFailure(results) ?? new CelValue.Truth(results.Count(IsTrue) == 1),
        CelMacro.Filter => FirstFailure(results) ?? new CelValue.Sequence([.. items.Where((_, i) => IsTrue(results[i]))]),
        CelMacro.Map => FirstFailure(results) ?? new CelValue.Sequence(results),
        _ => CelEvaluator.NoOverload(macro.ToString()),
    };

    // As with && and ||: one deciding item wins over failures of the others.
    private static CelValue Decide(ImmutableArray<CelValue> results, bool deciding)
    {
        if (results.Any(result => result is CelValue.Truth truth && truth.Value == deciding))
            return new CelValue.Truth(deciding);
        return FirstFailure(results)
            ?? (results.All(result => result is CelValue.Truth) ? new CelValue.Truth(!deciding) : CelEvaluator.NoOverload("predicate"));
    }

    private static CelValue? FirstFailure(ImmutableArray<CelValue> results) => results.FirstOrDefault(result => result is CelValue.Failure);

    private static bool IsTrue(CelValue value) => value is CelValue.Truth { Value: true };
}
