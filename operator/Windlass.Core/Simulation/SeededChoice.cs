namespace Windlass.Core.Simulation;

/// <summary>
/// Chooses by a seed: the same seed makes the same choices in the same order, on every machine and in every release of .NET.
/// SplitMix64 (Steele, Lea, Flood 2014). Not thread-safe.
/// </summary>
/// <param name="seed">Any number; null: always the first of what there is to choose from.</param>
public sealed class SeededChoice(ulong? seed)
{
    private ulong _state = seed ?? 0;

    /// <summary>A number from 0 to one less than the bound.</summary>
    /// <param name="bound">How many there are to choose from; at least 1.</param>
    public int Below(int bound)
    {
        if (seed is null || bound <= 1)
        {
            return 0;
        }

        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)bound);
    }

    /// <summary>One of some.</summary>
    /// <param name="items">What there is to choose from; not empty.</param>
    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];
}
