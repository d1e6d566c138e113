using Windlass.Kubernetes.Api;

namespace Windlass.Kubernetes.Http;

/// <summary>Which failures are worth another try within one operation, and when.</summary>
internal static class RetryRule
{
    private const int Tries = 5;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait before the next try; null when there shall be none.</summary>
    /// <param name="method">Only a read is repeated when the server may have executed the request.</param>
    /// <param name="failure">What happened.</param>
    /// <param name="attempt">Tries made so far, from 1.</param>
    public static TimeSpan? Delay(HttpMethod method, ApiFailure failure, int attempt)
    {
        if (attempt >= Tries || failure is not ApiFailure.Unavailable unavailable || !IsSafe(method, unavailable))
        {
            return null;
        }

        if (unavailable.RetryAfter is { } wish)
        {
            return wish > Longest ? null : wish;
        }

        var ceiling = Math.Min(First.TotalMilliseconds * Math.Pow(2, attempt - 1), Longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(ceiling * (0.5 + (Random.Shared.NextDouble() / 2)));
    }

    // A server that names a time to come back has not executed the request; otherwise a write may have happened.
    private static bool IsSafe(HttpMethod method, ApiFailure.Unavailable failure) =>
        failure.Reach is ServerReach.NotReached || failure.RetryAfter is not null || method == HttpMethod.Get;
}
