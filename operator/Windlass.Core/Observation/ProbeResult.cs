namespace Windlass.Core.Observation;

/// <summary>Answer to one HTTP probe made on the node itself.</summary>
/// <param name="StatusCode">HTTP status; 0 when nothing answered.</param>
/// <param name="Detail">What went wrong, for people; empty when an HTTP answer came.</param>
public sealed record ProbeResult(int StatusCode, string Detail);
