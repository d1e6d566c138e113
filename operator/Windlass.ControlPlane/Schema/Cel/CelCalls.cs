using System.Collections.Immutable;
using System.Globalization;

namespace Windlass.ControlPlane.Schema.Cel;

internal static class CelCalls
{
    public static CelValue Apply(CelFunction function, ImmutableArray<CelValue> arguments)
    {
        if (arguments.FirstOrDefault(argument => argument is CelValue.Failure) is { } failure)
            return failure;
        return (function, arguments) switch
        {
            (CelFunction.Size, [var container]) => Size(container),
            (CelFunction.String, [var value]) => ToText(value),
            (CelFunction.Int, [var value]) => ToWhole(value),
            (CelFunction.StartsWith, [CelValue.Text text, CelValue.Text part]) =>
                new CelValue.Truth(text.Value.StartsWith(part.Value, StringComparison.Ordinal)),
            (CelFunction.EndsWith, [CelValue.Text text, CelValue.Text part]) =>
                new CelValue.Truth(text.Value.EndsWith(part.Value, StringComparison.Ordinal)),
            (CelFunction.Contains, [CelValue.Text text, CelValue.Text part]) =>
                new CelValue.Truth(text.Value.Contains(part.Value, StringComparison.Ordinal)),
            (CelFunction.Matches, [CelValue.Text text, CelValue.Text pattern]) =>
                new CelValue.Truth(GoPattern.Parse(pattern.Value, "matches").IsMatch(text.Value)),
            _ => CelEvaluator.NoOverload(function.ToString()),
        };
    }

    // Strings are measured in code points, as everywhere in Kubernetes' validation.
    private static CelValue Size(CelValue value) => value switch
    {
        CelValue.Text text => new CelValue.Whole(text.Value.EnumerateRunes().Count()),
        CelValue.Sequence list => new CelValue.Whole(list.Items.Length),
        CelValue.Mapping map => new CelValue.Whole(map.Source.Count),
        _ => CelEvaluator.NoOverload("size"),
    };

    private static CelValue ToText(CelValue value) => value switch
    {
        CelValue.Text => value,
        CelValue.Whole whole => new CelValue.Text(whole.Value.ToString(CultureInfo.InvariantCulture)),
        CelValue.Real real => new CelValue.Text(real.Value.ToString("R", CultureInfo.InvariantCulture)),
        CelValue.Truth truth => new CelValue.Text(truth.Value ? "true" : "false"),
        _ => CelEvaluator.NoOverload("string"),
    };

    private static CelValue ToWhole(CelValue value) => value switch
    {
        CelValue.Whole => value,
        CelValue.Real { Value: > -9e18 and < 9e18 } real => new CelValue.Whole((long)real.Value),
        CelValue.Text text when long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) =>
            new CelValue.Whole(whole),
        _ => CelEvaluator.NoOverload("int"),
    };
}
