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

    /// <summary>Seconds spent on a stage, whatever the component.</summary>
    public double Of(string stage) => _seconds.Where(entry => entry.Key == stage || entry.Key.StartsWith(stage + " ", StringComparison.Ordinal)).Sum(entry => entry.Value);

    public void Add(string purpose, double seconds) => _seconds[purpose] = this[purpose] + seconds;
}
