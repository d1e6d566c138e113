using System.Text.Json.Nodes;

using Windlass.ControlPlane.Schema;
using Windlass.ControlPlane.Tests.Conformance.Servers;
using Windlass.ControlPlane.Tests.Serving;
using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Manifests;

/// <summary>Every file of crds/ on real API servers. (Ours takes them at start, or does not start.)</summary>
public sealed class DefinitionTests(TestedServers servers)
{
    public static MatrixTheoryData<ServerKind, string> Definitions { get; } =
        new([ServerKind.KubeApiserver, ServerKind.KubetestApiserver], OurKindsFixture.Plurals);

    [Theory]
    [MemberData(nameof(Definitions))]
    public async Task ShippedDefinition_Created_IsEstablishedAndKeptWhole(ServerKind kind, string plural)
    {
        var (server, definition) = await TakenAsync(kind, plural);

        var stored = await server.GetAsync($"{ShippedDefinition.Path}/{definition.Name}");

        Assert.Equal(["Established", "NamesAccepted"], Conditions(stored.Body).Order(StringComparer.Ordinal));
        Assert.Equal([], Lost("", Yaml.ToJson(definition.Yaml).Single(), stored.Body).Where(path => server.HasRules || !path.EndsWith("x-kubernetes-validations", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public async Task ShippedDefinition_AppliedStrictly_IsTakenWithoutWarning(ServerKind kind, string plural)
    {
        var (server, definition) = await TakenAsync(kind, plural);

        var reply = await server.ApplyAsync($"{ShippedDefinition.Path}/{definition.Name}", definition.Yaml, "&dryRun=All");

        if (server.HasRules)
            Assert.Equal((200, "", ""), (reply.Code, reply["message"], reply.Warnings));
        else
            Assert.True(reply.Code == 200 || reply["message"].Contains("x-kubernetes-validations: field not declared in schema", StringComparison.Ordinal), reply["message"]);
    }

    private async Task<(TestedServer Server, ShippedDefinition Definition)> TakenAsync(ServerKind kind, string plural)
    {
        var server = await servers.GetAsync(kind);
        var definition = ShippedDefinition.Ours.Single(each => each.Plural == plural);
        var refusal = server.Refused.GetValueOrDefault(definition.Name, "");
        Assert.SkipWhen(
            server.TakesEmptyForNull && refusal.Length > 0,
            "this kube-apiserver 1.20 takes an empty string for null, because a later Go has built it than it was written for; `make kube` builds one without the fault");
        Assert.Equal("", refusal);
        return (server, definition);
    }

    private static IEnumerable<string> Conditions(JsonObject definition) => definition["status"]!["conditions"]!.AsArray()
        .Select(condition => (string)condition!["type"]! + ((string)condition["status"]! == "True" ? "" : $"={condition["status"]}: {condition["message"]}"));

    /// <summary>Paths of what was sent and is not there as it was sent. What the server added is its business.</summary>
    private static IEnumerable<string> Lost(string path, JsonNode? sent, JsonNode? stored) => (sent, stored) switch
    {
        (JsonObject ours, JsonObject theirs) => ours.SelectMany(field => Lost($"{path}.{field.Key}", field.Value, theirs[field.Key])),
        (JsonArray ours, JsonArray theirs) when ours.Count == theirs.Count => ours.Zip(theirs).SelectMany((pair, index) => Lost($"{path}[{index}]", pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(sent, stored) ? [] : [path],
    };
}
