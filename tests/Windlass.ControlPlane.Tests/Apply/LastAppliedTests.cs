using System.Text.Json.Nodes;
using Windlass.ControlPlane.Tests.Schema;

namespace Windlass.ControlPlane.Tests.Apply;

/// <summary>From `kubectl apply` to `kubectl apply --server-side`: the answers are those of a real 1.36 server.</summary>
public sealed class LastAppliedTests
{
    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    [Fact]
    public void AppliedByClient_ApplyOnServer_IsNoConflictAndRemembered()
    {
        var cluster = AppliedByClient();

        Assert.True(cluster.Apply(Gadgets.Make("""{"mode":"c"}"""), "kubectl"));

        Assert.Equal("c", (string?)cluster.Live!["spec"]!["mode"]);
        var memory = Memory(cluster);
        Assert.EndsWith("\n", memory, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(Gadgets.Make("""{"mode":"c"}"""), JsonNode.Parse(memory)));
    }

    [Fact]
    public void AppliedByClientAndChangedSince_ApplyOnServer_Conflicts()
    {
        var cluster = AppliedByClient();
        cluster.MergePatch("""{"spec":{"mode":"c"}}""", "kubectl-edit");

        Assert.Equal(".spec.mode", Assert.Single(cluster.ApplyConflicting(Gadgets.Make("""{"mode":"a"}"""), "kubectl").Conflicts).FieldPath);
    }

    [Fact]
    public void AppliedByClient_ApplyOnServerByAnother_Conflicts()
    {
        var cluster = AppliedByClient();

        Assert.Equal(".spec.mode", Assert.Single(cluster.ApplyConflicting(Gadgets.Make("""{"mode":"c"}"""), "anna").Conflicts).FieldPath);
    }

    [Fact]
    public void MemoryThatIsNoJson_ApplyOnServer_Conflicts()
    {
        var cluster = AppliedByClient();
        cluster.MergePatch(new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Annotation] = "{" } } }.ToJsonString(), "x");

        Assert.NotEmpty(cluster.ApplyConflicting(Gadgets.Make("""{"mode":"c"}"""), "kubectl").Conflicts);
    }

    [Fact]
    public void NeverAppliedByClient_ApplyOnServer_RemembersNothing()
    {
        var cluster = new OneObject();
        cluster.Apply(Gadgets.Make("""{"mode":"a"}"""), "kubectl");

        Assert.Null(cluster.Live!["metadata"]!["annotations"]);
    }

    private static OneObject AppliedByClient()
    {
        var cluster = new OneObject();
        var wanted = Gadgets.Make("""{"mode":"a"}""");
        var created = (JsonObject)wanted.DeepClone();
        created["metadata"]!["annotations"] = new JsonObject { [Annotation] = wanted.ToJsonString() };
        cluster.Create(created, "kubectl-client-side-apply");
        return cluster;
    }

    private static string Memory(OneObject cluster) => (string)cluster.Live!["metadata"]!["annotations"]![Annotation]!;
}
