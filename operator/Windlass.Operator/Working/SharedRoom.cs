namespace Windlass.Operator.Working;

/// <summary>
/// Places for work that may hang, shared by all clusters (namespaces). A quarter of them is only for a cluster that holds none: one whose
/// archive hangs cannot take the last place from its neighbours. Thread-safe.
/// </summary>
/// <param name="places">All of them; 1 or more. With 1 nothing is kept free.</param>
internal sealed class SharedRoom(int places)
{
    private readonly int _keptFree = places > 1 ? Math.Max(1, places / 4) : 0;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);
    private int _taken;

    /// <summary>Takes a place; false where there is none now. Who got one gives it back by <see cref="Leave"/>.</summary>
    /// <param name="space">Namespace of the cluster.</param>
    public bool TryEnter(string space)
    {
        lock (_gate)
        {
            var held = _held.GetValueOrDefault(space);
            if (_taken >= (held == 0 ? places : places - _keptFree))
            {
                return false;
            }

            _taken++;
            _held[space] = held + 1;
            return true;
        }
    }

    /// <summary>Gives one place back.</summary>
    /// <param name="space">Who held it.</param>
    public void Leave(string space)
    {
        lock (_gate)
        {
            _taken--;
            if (--_held[space] == 0)
            {
                _held.Remove(space);
            }
        }
    }
}
