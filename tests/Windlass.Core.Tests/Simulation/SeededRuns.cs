using System.Globalization;

namespace Windlass.Core.Tests.Simulation;

/// <summary>
/// Many random runs on all cores. Run number i of a base seed has a seed of its own, which is all that is needed to have the very same
/// run again: <c>WINDLASS_SEED</c> runs just that one. <c>WINDLASS_RUNS</c> sets the number for all properties together,
/// <c>WINDLASS_BASE_SEED</c> another base.
/// </summary>
internal static class SeededRuns
{
    /// <summary>All properties together, in <c>make test</c>.</summary>
    private const int Default = 100_000;

    private static readonly TimeSpan SaysEvery = TimeSpan.FromSeconds(5);

    /// <summary>Checks a share of all runs.</summary>
    /// <param name="percent">Share.</param>
    /// <param name="kinds">What may go wrong.</param>
    /// <param name="check">Says what is broken in a run; null: nothing.</param>
    public static void Check(int percent, TroubleKind[] kinds, Func<Scenario, string?> check)
    {
        if (Number("WINDLASS_SEED") is { } seed)
        {
            Report(Scenario.Of(seed, [.. kinds]), check);
            return;
        }

        var (first, count) = (Number("WINDLASS_BASE_SEED") ?? 1, (long)(Number("WINDLASS_RUNS") ?? Default) * percent / 100);
        Scenario? failed = null;
        var (done, said) = (0L, DateTime.UtcNow);
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (i, loop) =>
        {
            var scenario = Scenario.Of(Mixed(first, (ulong)i), [.. kinds]);
            if (check(scenario) is not null)
            {
                failed = scenario;
                loop.Stop();
            }

            if (Interlocked.Increment(ref done) % 100 == 0 && DateTime.UtcNow - said > SaysEvery)
            {
                said = DateTime.UtcNow;
                TestContext.Current.SendDiagnosticMessage("{0} of {1} runs", Interlocked.Read(ref done), count);
            }
        });
        if (failed is not null)
        {
            Report(failed, check);
        }
    }

    /// <summary>Leaves out one trouble after the other as long as something breaks all the same.</summary>
    public static Scenario Shrunk(Scenario scenario, Func<Scenario, string?> check)
    {
        for (var i = scenario.Troubles.Length - 1; i >= 0; i--)
        {
            var smaller = scenario with { Troubles = scenario.Troubles.RemoveAt(i) };
            scenario = check(smaller) is null ? scenario : smaller;
        }

        return scenario;
    }

    private static void Report(Scenario scenario, Func<Scenario, string?> check)
    {
        if (check(scenario) is null)
        {
            return;
        }

        var smallest = Shrunk(scenario, check);
        var run = smallest.Build();
        run.ToTheEnd();
        Assert.Fail($"{check(smallest)}\n{smallest}\n{run.Cluster.Transcript()}\nthe same again, with all its troubles: WINDLASS_SEED={scenario.Seed}");
    }

    /// <summary>Neighbouring numbers must not make similar runs.</summary>
    private static ulong Mixed(ulong first, ulong number)
    {
        var mixed = (first * 0x9E3779B97F4A7C15) + (number * 0xD1B54A32D192ED03);
        mixed = (mixed ^ (mixed >> 32)) * 0xD6E8FEB86659FD93;
        return mixed ^ (mixed >> 32);
    }

    private static ulong? Number(string variable) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
