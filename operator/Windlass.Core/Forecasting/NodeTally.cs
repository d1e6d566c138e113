namespace Windlass.Core.Forecasting;

/// <summary>What the steps of one node took, by what they were for. Not thread-safe.</summary>
internal sealed class NodeTally
{
    private readonly Dictionary<string, double> _seconds = new(StringComparer.Ordinal);

    /// <summary>When its satellites' visit began; null: it has had none.</summary>
    public TimeSpan? VisitBegin { get; set; }

    /// <summary>When the last step of the visit ended.</summary>
    public TimeSpan VisitEnd { get; set; }

    /// <summary>Seconds spent on something.</summary>
    public double this[string purpose] => _seconds.GetValueOrDefault(purpose);

    /// <summary>Seconds spent on anything of a sort.</summary>
    public double Sum(Func<string, bool> isMeant) => _seconds.Where(entry => isMeant(entry.Key)).Sum(entry => entry.Value);

    public void Add(string purpose, double seconds) => _seconds[purpose] = this[purpose] + seconds;
}
