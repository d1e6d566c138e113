using Windlass.Core.Api.WorkOrders;

namespace Windlass.Operator.Page;

/// <summary>A period of a node's timeline; names are short because a large run has tens of thousands.</summary>
/// <param name="S">Begin, in seconds since 1970.</param>
/// <param name="E">End, in seconds since 1970.</param>
/// <param name="N">Kind of step.</param>
/// <param name="C">Component; null: the node as a whole.</param>
/// <param name="H">What held it; null: it was at work.</param>
/// <param name="A">Tries, where there was more than one; otherwise null.</param>
internal sealed record PagePeriod(long S, long E, string N, string? C, string? H, int? A)
{
    public static PagePeriod Of(StepPeriod period) => new(
        period.StartTime.ToUnixTimeSeconds(), period.EndTime.ToUnixTimeSeconds(), period.Name, Word(period.Component), Word(period.HeldBy), period.Attempt > 1 ? period.Attempt : null);

    private static string? Word(string text) => text.Length == 0 ? null : text;
}
