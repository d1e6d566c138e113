using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

using Microsoft.Extensions.Logging.Abstractions;

using Windlass.ControlPlane.Storage;
using Windlass.ControlPlane.Tests.Serving;
using Windlass.ControlPlane.Tests.Storage;

namespace Windlass.ControlPlane.Tests;

/// <summary>Figures, not verdicts: they depend on the machine. Run by "-explicit only -class ...Measurements -showLiveOutput".</summary>
public sealed class Measurements(OurKindsFixture server, ITestOutputHelper output) : IClassFixture<OurKindsFixture>
{
    private const int Objects = 10_000;

    [Fact(Explicit = true)]
    public async Task StatusApplies()
    {
        for (var i = 0; i < 8; i++)
        {
            await server.PostAsync(OurKindsFixture.Upgrades, $$$"""
                {"apiVersion":"windlass.dev/v1alpha1","kind":"ClusterUpgrade","metadata":{"name":"m{{{i}}}"},"spec":{"targetRelease":"birch"}}
                """);
        }

        await ApplyAsync(0, 200);
        var sequential = await TimeAsync(() => ApplyAsync(0, 1_000));
        var parallel = await TimeAsync(() => Task.WhenAll(Enumerable.Range(0, 8).Select(i => ApplyAsync(i, 250))));
        var dry = await TimeAsync(() => ApplyAsync(0, 1_000, "&dryRun=All"));
        var reads = await TimeAsync(async () =>
        {
            for (var i = 0; i < 1_000; i++)
                await server.GetAsync($"{OurKindsFixture.Upgrades}/m0");
        });
        var lists = await TimeAsync(async () =>
        {
            for (var i = 0; i < 200; i++)
                await server.GetAsync(OurKindsFixture.Upgrades, "application/json;as=Table;v=v1;g=meta.k8s.io");
        });
        output.WriteLine($"status applies: {1_000 / sequential.TotalSeconds:0}/s one after another, {2_000 / parallel.TotalSeconds:0}/s by 8, {1_000 / dry.TotalSeconds:0}/s dry");
        output.WriteLine($"GET {reads.TotalMilliseconds / 1_000:0.00} ms, table of 8 {lists.TotalMilliseconds / 200:0.00} ms");
    }

    [Fact(Explicit = true)]
    public async Task ManyObjects()
    {
        using var directory = new TemporaryDirectory();
        var text = (await server.PostAsync(OurKindsFixture.Upgrades, """
            {"apiVersion":"windlass.dev/v1alpha1","kind":"ClusterUpgrade","metadata":{"name":"big"},"spec":{"targetRelease":"birch"}}
            """)).Body.ToJsonString();
        var filling = await TimeAsync(() => FillAsync(directory.Path, text));
        output.WriteLine($"{Objects} objects of {Encoding.UTF8.GetByteCount(text)} bytes written in {filling.TotalSeconds:0.0} s");
        var clock = Stopwatch.StartNew();
        await using var again = await ControlPlaneServer.StartAsync(
            new ControlPlaneOptions { DataDirectory = directory.Path, Definitions = server.Served }, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        output.WriteLine($"started again in {clock.Elapsed.TotalSeconds:0.00} s");
    }

    private static async Task FillAsync(string directory, string text)
    {
        await using var store = ObjectStore.Open(directory, ChangeLogLimits.Default, TimeProvider.System, NullLogger.Instance);
        await Task.WhenAll(Enumerable.Range(0, Objects).Select(i => store.WriteAsync(transaction =>
            transaction.Put(new ObjectKey("windlass.dev/clusterupgrades", "lab", $"o{i}"), Numbered(text, i)))));
    }

    private static JsonObject Numbered(string text, int i)
    {
        var tree = JsonNode.Parse(text)!.AsObject();
        tree["metadata"]!["name"] = $"o{i}";
        tree["metadata"]!["uid"] = $"uid-{i}";
        return tree;
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed;
    }

    private async Task ApplyAsync(int index, int times, string more = "")
    {
        for (var i = 0; i < times; i++)
        {
            var reply = await server.ApplyAsync($"{OurKindsFixture.Upgrades}/m{index}/status?fieldManager=windlass-status&force=true{more}", $$$"""
                {"apiVersion":"windlass.dev/v1alpha1","kind":"ClusterUpgrade","metadata":{"name":"m{{{index}}}"},
                 "status":{"observedGeneration":1,"stage":"step {{{i}}}","nodes":{"total":6,"updated":{{{i}}},"summary":"{{{i}}}/6"},
                  "conditions":[{"type":"Ready","status":"False","reason":"Working","message":"step {{{i}}}","lastTransitionTime":"2026-01-01T00:00:00Z","observedGeneration":1}]}}
                """);
            Assert.Equal(200, reply.Code);
        }
    }
}
