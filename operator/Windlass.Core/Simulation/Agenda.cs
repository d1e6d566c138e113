using System.Collections.Immutable;
using System.Numerics;

namespace Windlass.Core.Simulation;

/// <summary>
/// When each actor of a simulated cluster moves next: a binary tree in which each knot has the earlier time of the two below it, so that who is
/// due first is found without asking all of ten thousand. Not thread-safe.
/// </summary>
internal sealed class Agenda
{
    private const long Never = long.MaxValue;

    private readonly ImmutableArray<SimulatedActor> _actors;
    private readonly int _leaves;
    private readonly long[] _ticks;

    public Agenda(ImmutableArray<SimulatedActor> actors)
    {
        (_actors, _leaves) = (actors, (int)BitOperations.RoundUpToPowerOf2((uint)actors.Length));
        _ticks = new long[2 * _leaves];
        for (var i = 0; i < actors.Length; i++)
        {
            actors[i].Place = i;
        }

        RenewAll();
    }

    /// <summary>The earliest time; null: nobody ever moves again.</summary>
    public DateTimeOffset? Earliest => _ticks[1] == Never ? null : new DateTimeOffset(_ticks[1], TimeSpan.Zero);

    /// <summary>When the actor moves has changed.</summary>
    public void Renew(SimulatedActor actor)
    {
        var knot = _leaves + actor.Place;
        if (_ticks[knot] == Ticks(actor))
        {
            return;
        }

        _ticks[knot] = Ticks(actor);
        for (knot /= 2; knot > 0; knot /= 2)
        {
            _ticks[knot] = Math.Min(_ticks[2 * knot], _ticks[(2 * knot) + 1]);
        }
    }

    /// <summary>When anybody moves may have changed.</summary>
    public void RenewAll()
    {
        Array.Fill(_ticks, Never);
        for (var i = 0; i < _actors.Length; i++)
        {
            _ticks[_leaves + i] = Ticks(_actors[i]);
        }

        for (var knot = _leaves - 1; knot > 0; knot--)
        {
            _ticks[knot] = Math.Min(_ticks[2 * knot], _ticks[(2 * knot) + 1]);
        }
    }

    /// <summary>Finds everybody who is due by a time, in the order of the actors.</summary>
    /// <param name="until">The time.</param>
    /// <param name="due">Where they are put.</param>
    /// <returns>What was known is so: nobody's time was changed without a word.</returns>
    public bool Collect(DateTimeOffset until, List<SimulatedActor> due)
    {
        due.Clear();
        Collect(1, until.UtcTicks, due);
        var isSo = true;
        foreach (var actor in due)
        {
            if (_ticks[_leaves + actor.Place] != Ticks(actor))
            {
                Renew(actor);
                isSo = false;
            }
        }

        return isSo;
    }

    private void Collect(int knot, long until, List<SimulatedActor> due)
    {
        if (_ticks[knot] > until)
        {
            return;
        }

        if (knot >= _leaves)
        {
            due.Add(_actors[knot - _leaves]);
            return;
        }

        Collect(2 * knot, until, due);
        Collect((2 * knot) + 1, until, due);
    }

    private static long Ticks(SimulatedActor actor) => actor.Due?.UtcTicks ?? Never;
}
