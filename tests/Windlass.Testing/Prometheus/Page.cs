namespace Windlass.Testing.Prometheus;

/// <summary>One alert as somebody on call gets it.</summary>
/// <param name="Status"><c>firing</c> or <c>resolved</c>.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Annotations">Its annotations.</param>
public sealed record Page(string Status, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations)
{
    /// <summary>Name of the alert.</summary>
    public string Alert => Labels["alertname"];
}
