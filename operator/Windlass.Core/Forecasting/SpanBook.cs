using System.Collections.Immutable;

namespace Windlass.Core.Forecasting;

/// <summary>Spans of time by name, in the order in which they begin. Not thread-safe.</summary>
internal sealed class SpanBook
{
    private readonly List<Entry> _entries = [];

    /// <summary>What was open ends, and this begins, unless it is open already.</summary>
    public void Switch(string name, TimeSpan now)
    {
        if (_entries.Count > 0 && _entries[^1].Name == name)
        {
            return;
        }

        if (_entries.Count > 0)
        {
            _entries[^1].End = now;
        }

        _entries.Add(new Entry(name, now));
    }

    /// <summary>This lasts until now at least.</summary>
    public void Extend(string name, TimeSpan now, string node)
    {
        var entry = _entries.Find(one => one.Name == name);
        if (entry is null)
        {
            _entries.Add(entry = new Entry(name, now));
        }

        entry.End = now;
        entry.Nodes.Add(node);
    }

    /// <summary>All of them; what is open lasts until now.</summary>
    public ImmutableArray<ForecastSpan> Closed(TimeSpan now) => [.. _entries.Select(entry => new ForecastSpan(entry.Name, entry.Begin, entry.End ?? now, entry.Nodes.Count))];

    private sealed class Entry(string name, TimeSpan begin)
    {
        public string Name => name;

        public TimeSpan Begin => begin;

        public TimeSpan? End { get; set; }

        public HashSet<string> Nodes { get; } = [];
    }
}
