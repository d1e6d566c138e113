using System.Collections.Immutable;
using Windlass.Core.Api.Meta;

namespace Windlass.Core.Reporting;

/// <summary>
/// Builds the conditions of one object anew on every pass. The previous ones serve one purpose: the transition time moves only
/// when a status flips.
/// </summary>
internal sealed class ConditionSet(ImmutableArray<Condition> previous, long generation, DateTimeOffset now)
{
    private readonly ImmutableArray<Condition>.Builder _conditions = ImmutableArray.CreateBuilder<Condition>();

    public ConditionSet Add(string type, ConditionStatus status, string reason, string message)
    {
        var since = now;
        foreach (var before in previous)
        {
            since = before.Type == type && before.Status == status ? before.LastTransitionTime : since;
        }

        return Keep(new Condition(type, status, reason, Shorten(message), since, generation));
    }

    /// <summary>One that is built already.</summary>
    public ConditionSet Keep(Condition condition)
    {
        _conditions.Add(condition);
        return this;
    }

    /// <summary>Reconciling and Stalled: one function writes both, so that there are never two.</summary>
    public ConditionSet AddActivity(Activity activity) => activity switch
    {
        Activity.Reconciling working => Add("Reconciling", ConditionStatus.True, working.Reason, working.Message),
        Activity.Stalled stalled => Add("Stalled", ConditionStatus.True, stalled.Reason, stalled.Message),
        Activity.Quiet => this,
        _ => throw new ArgumentOutOfRangeException(nameof(activity)),
    };

    /// <summary>
    /// In the order in which the server keeps them: those it knows stay where they are, new ones come last, by name. Another order would look
    /// like another status, and be written again and again.
    /// </summary>
    public ImmutableArray<Condition> Build()
    {
        var ordered = ImmutableArray.CreateBuilder<Condition>(_conditions.Count);
        foreach (var before in previous)
        {
            if (Find(_conditions, before.Type) is { } known)
            {
                ordered.Add(known);
            }
        }

        if (ordered.Count < _conditions.Count)
        {
            ordered.AddRange(_conditions.Where(condition => Find(previous, condition.Type) is null).OrderBy(condition => condition.Type, StringComparer.Ordinal));
        }

        return ordered.DrainToImmutable();
    }

    private static Condition? Find(IReadOnlyList<Condition> conditions, string type)
    {
        for (var i = 0; i < conditions.Count; i++)
        {
            if (conditions[i].Type == type)
            {
                return conditions[i];
            }
        }

        return null;
    }

    private static string Shorten(string message) => message.Length <= 1000 ? message : message[..997] + "...";
}
