using System.Collections.Immutable;
using System.Globalization;
using Windlass.Core.Observation;

namespace Windlass.Nodes.Answers;

/// <summary>The answer of <c>check.sh</c>: <c>ran NAME CODE</c> or <c>unable NAME WHY</c>, then its <c>line TEXT</c>.</summary>
internal static class CheckAnswer
{
    /// <summary>Null when it has nothing about checks.</summary>
    public static ImmutableArray<UpgradeCheckResult>? Parse(FramedAnswer answer)
    {
        if (answer.Sections().GetValueOrDefault("checks") is not { } lines)
        {
            return null;
        }

        var found = ImmutableArray.CreateBuilder<UpgradeCheckResult>();
        foreach (var field in lines.Select(line => line.Split('\t', 3)))
        {
            if (field is ["line", var text] && found.Count > 0)
            {
                found[^1] = found[^1] with { Output = found[^1].Output.Add(AptComplaint.WithoutPassword(text.TrimEnd())) };
            }
            else if (Result(field) is { } result)
            {
                found.Add(result);
            }
        }

        return found.ToImmutable();
    }

    private static UpgradeCheckResult? Result(string[] field) => field switch
    {
        ["ran", { Length: > 0 } name, var code] when int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
            new UpgradeCheckResult.Ran(name, number, []),
        ["unable", { Length: > 0 } name, var why] => new UpgradeCheckResult.NotRun(name, AptComplaint.WithoutPassword(why), []),
        _ => null,
    };
}
