using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Windlass.Core.Api;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Resources;

namespace Windlass.Operator.Page;

/// <summary>
/// Whether the bearer of a token may see the runs of a namespace: exactly who may list their objects with kubectl. The API server is asked, with
/// that token and not with the operator's own rights, so the operator needs none for it. An answer is good for half a minute; an open
/// stream asks again when it is over, so a token that is taken back ends it. Thread-safe.
/// </summary>
/// <param name="connect">The API as the bearer of a token sees it; the caller disposes of it.</param>
/// <param name="time">The clock.</param>
internal sealed class PageAccess(Func<string, PageCaller> connect, TimeProvider time) : IDisposable
{
    /// <summary>Answers that are kept at most.</summary>
    private const int Most = 1000;

    /// <summary>Longer tokens than any API server gives out would only fill memory.</summary>
    private const int LongestToken = 16 * 1024;

    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (AccessVerdict Verdict, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    /// <summary>Guessing tokens must not keep the API server busy.</summary>
    private readonly SemaphoreSlim _asking = new(4);

    /// <summary>Everything that a page of a run is made of.</summary>
    private static readonly string[] Shown = [Kinds.Upgrades.Plural, Kinds.WorkOrders.Plural, Kinds.Nodes.Plural];

    /// <param name="authorization">The header as it came.</param>
    /// <param name="space">The namespace asked for.</param>
    /// <param name="cancellation">Whoever asks is gone.</param>
    public async Task<AccessVerdict> OfAsync(string authorization, string space, CancellationToken cancellation)
    {
        if (TokenIn(authorization) is not { } token)
        {
            return new AccessVerdict.Unknown("give a bearer token that the API server knows");
        }

        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{space}\n{token}")));
        if (_known.TryGetValue(key, out var known) && time.GetUtcNow() < known.Until)
        {
            return known.Verdict;
        }

        await _asking.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var verdict = await AskAsync(token, space, cancellation).ConfigureAwait(false);
            if (verdict is not AccessVerdict.Unclear)
            {
                Keep(key, verdict);
            }

            return verdict;
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _asking.Dispose();

    private static string? TokenIn(string authorization)
    {
        const string Scheme = "Bearer ";
        var token = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : "";
        return token.Length is > 0 and <= LongestToken && token.All(letter => letter is > ' ' and < (char)127) ? token : null;
    }

    private async Task<AccessVerdict> AskAsync(string token, string space, CancellationToken cancellation)
    {
        await using var caller = connect(token);
        foreach (var resource in Shown)
        {
            var question = new AccessReview { Spec = new AccessQuestion(new AccessDeed(space, "list", ApiVersion.Group, resource)) };
            var outcome = await caller.Api.CreateAsync(AccessReview.ResourceType, question, cancellation).ConfigureAwait(false);
            if (!outcome.TryGet(out var review, out var failure))
            {
                return failure switch
                {
                    ApiFailure.Unauthorized => new AccessVerdict.Unknown("the API server does not know this token, or it has run out"),
                    ApiFailure.Forbidden => new AccessVerdict.Forbidden(failure.Message),
                    _ => new AccessVerdict.Unclear($"the API server cannot be asked who you are: {failure.Message}"),
                };
            }

            if (review.Status is not { Allowed: true })
            {
                return new AccessVerdict.Forbidden($"this token may not list {resource} in namespace {space}: ask for the role windlass-view there");
            }
        }

        return new AccessVerdict.Allowed();
    }

    private void Keep(string key, AccessVerdict verdict)
    {
        var now = time.GetUtcNow();
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        _known[key] = (verdict, now + GoodFor);
    }
}
