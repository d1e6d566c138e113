using System.Text.Json.Nodes;
using Windlass.Testing.Charts;

namespace Windlass.Charts.Tests;

/// <summary>The pod, and what it is let to do.</summary>
public sealed class PodTests
{
    /// <summary>Each line of "restricted" that a Deployment can break: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted</summary>
    [Theory]
    [MemberData(nameof(ValueFiles.Names), MemberType = typeof(ValueFiles))]
    public async Task Pod_PodSecurityRestricted_IsKept(string values)
    {
        var pod = Pod(await ValueFiles.RenderAsync(values));

        Assert.All((string[])["hostNetwork", "hostPID", "hostIPC"], name => Assert.Null(pod[name]));
        Assert.True((bool)pod["securityContext"]!["runAsNonRoot"]!);
        Assert.NotEqual(0, (int)pod["securityContext"]!["runAsUser"]!);
        Assert.Equal("RuntimeDefault", (string?)pod["securityContext"]!["seccompProfile"]!["type"]);
        string[] allowed = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];
        Assert.All(pod["volumes"]!.AsArray(), volume => Assert.All(volume!.AsObject().Where(entry => entry.Key != "name"), entry => Assert.Contains(entry.Key, allowed)));
        Assert.Null(pod["initContainers"]);
        Assert.All(pod["containers"]!.AsArray(), container =>
        {
            var context = container!["securityContext"]!;
            Assert.Null(context["privileged"]);
            Assert.False((bool)context["allowPrivilegeEscalation"]!);
            Assert.Equal("""{"drop":["ALL"]}""", context["capabilities"]!.ToJsonString());
            Assert.All(container["ports"]!.AsArray(), port => Assert.Null(port!["hostPort"]));
        });
    }

    /// <summary>Nothing but the two folders that it needs can be written; keys are in memory.</summary>
    [Theory]
    [MemberData(nameof(ValueFiles.Names), MemberType = typeof(ValueFiles))]
    public async Task Pod_FileSystem_IsReadOnlyButForTwoFolders(string values)
    {
        var pod = Pod(await ValueFiles.RenderAsync(values));
        var container = pod["containers"]![0]!;
        var writable = container["volumeMounts"]!.AsArray().Where(mount => (bool?)mount!["readOnly"] != true).Select(mount => (string)mount!["mountPath"]!);

        Assert.True((bool)container["securityContext"]!["readOnlyRootFilesystem"]!);
        Assert.Equal(["/run/windlass", "/tmp"], writable);
        var runtime = pod["volumes"]!.AsArray().Single(volume => (string?)volume!["name"] == "runtime")!;
        Assert.Equal("Memory", (string?)runtime["emptyDir"]!["medium"]);
        Assert.Contains("--runtime-dir=/run/windlass/ssh", Words(container));
    }

    [Theory]
    [InlineData("defaults", "windlass:", "operator --monitoring=0.0.0.0:7480 --page=127.0.0.1:7481 --runtime-dir=/run/windlass/ssh")]
    [InlineData("one-namespace", "windlass:", "operator --namespace=region-1 --monitoring=0.0.0.0:7480 --page=off --runtime-dir=/run/windlass/ssh")]
    [InlineData("everything", "registry.example.com/infra/windlass@sha256:", "operator --monitoring=[::]:9480 --page=[::]:9481 --page-host=windlass.example.com --runtime-dir=/run/windlass/ssh --ssh-config=/etc/windlass/ssh_config")]
    [InlineData("existing-account", "windlass:", "operator --monitoring=0.0.0.0:7480 --page=127.0.0.1:7481 --runtime-dir=/run/windlass/ssh --ssh-config=/etc/windlass/ssh_config")]
    public async Task Pod_Command_IsThatOfTheValues(string values, string image, string words)
    {
        var container = Pod(await ValueFiles.RenderAsync(values))["containers"]![0]!;

        Assert.StartsWith(image, (string?)container["image"], StringComparison.Ordinal);
        Assert.Equal("""["/usr/bin/windlass"]""", container["command"]!.ToJsonString());
        Assert.Equal(words.Split(' '), Words(container));
    }

    /// <summary>Default deny: both directions are named, and only what is needed is let through.</summary>
    [Fact]
    public async Task NetworkPolicy_Everything_LetsThroughWhatIsNamedOnly()
    {
        var spec = (await ValueFiles.RenderAsync("everything")).Of("NetworkPolicy").Single()["spec"]!;

        Assert.Equal("""["Ingress","Egress"]""", spec["policyTypes"]!.ToJsonString());
        Assert.Equal(
            ["TCP/6443 to 10.0.0.10/32,fd00::10/128", "UDP/53,TCP/53 to namespaces", "TCP/22,TCP/2222 to 10.1.0.0/16", "TCP/2022 to 192.0.2.1/32"],
            spec["egress"]!.AsArray().Select(Rule));
        Assert.Equal(["monitoring", "page"], spec["ingress"]!.AsArray().Select(rule => (string?)Assert.Single(rule!["ports"]!.AsArray())!["port"]));
        Assert.All(spec["ingress"]!.AsArray(), rule => Assert.NotEmpty(rule!["from"]!.AsArray()));
    }

    /// <summary>By default the page is on the pod's loopback, and nothing leads there but a port-forward.</summary>
    [Theory]
    [InlineData("defaults", false)]
    [InlineData("one-namespace", false)]
    [InlineData("everything", true)]
    public async Task Page_Service_IsThereOnlyWhenAskedFor(string values, bool isThere)
    {
        var chart = await ValueFiles.RenderAsync(values);
        var services = chart.Of("Service").Where(service => ((string)service["metadata"]!["name"]!).EndsWith("-page", StringComparison.Ordinal)).ToArray();

        Assert.Equal(isThere ? 1 : 0, services.Length);
        Assert.All(services, service => Assert.Equal("ClusterIP", (string?)service["spec"]!["type"]));
        Assert.Equal(isThere, Pod(chart)["containers"]![0]!["ports"]!.AsArray().Any(port => (string?)port!["name"] == "page"));
    }

    [Fact]
    public async Task NetworkPolicy_NobodyMayScrape_LetsNothingIn()
    {
        ValueFiles.SkipWithoutRenderer();
        var chart = await HelmRender.RenderAsync(new ChartRender { Values = "networkPolicy: {metricsFrom: []}" });

        Assert.Equal("[]", chart.Of("NetworkPolicy").Single()["spec"]!["ingress"]!.ToJsonString());
    }

    [Theory]
    [InlineData("defaults", true)]
    [InlineData("one-namespace", false)]
    public async Task Definitions_Uninstall_AreKeptUnlessAskedOtherwise(string values, bool isKept)
    {
        var definitions = (await ValueFiles.RenderAsync(values)).Of("CustomResourceDefinition");

        Assert.Equal(5, definitions.Length);
        Assert.All(definitions, one => Assert.Equal(isKept ? "keep" : null, (string?)one["metadata"]!["annotations"]?["helm.sh/resource-policy"]));
    }

    [Theory]
    [InlineData("existing-account", "CustomResourceDefinition,ServiceAccount")]
    [InlineData("no-network-policy", "NetworkPolicy,PodDisruptionBudget,ServiceMonitor,PrometheusRule")]
    public async Task SwitchedOff_Kinds_AreNotThere(string values, string kinds)
    {
        var chart = await ValueFiles.RenderAsync(values);

        Assert.All(kinds.Split(','), kind => Assert.Empty(chart.Of(kind)));
        Assert.All((await ValueFiles.RenderAsync("defaults")).Of("Deployment"), one => Assert.Equal(2, (int)one["spec"]!["replicas"]!));
    }

    private static JsonNode Pod(RenderedChart chart) => chart.Of("Deployment").Single()["spec"]!["template"]!["spec"]!;

    private static IEnumerable<string> Words(JsonNode container) => container["args"]!.AsArray().Select(word => (string)word!);

    private static string Rule(JsonNode? rule)
    {
        var ports = rule!["ports"]!.AsArray().Select(port => $"{port!["protocol"]}/{port["port"]}");
        var peers = rule["to"]!.AsArray().Select(peer => (string?)peer!["ipBlock"]?["cidr"] ?? "namespaces");
        return $"{string.Join(',', ports)} to {string.Join(',', peers)}";
    }
}
