using System.Text.Json.Nodes;

namespace Windlass.EndToEnd.Harness;

/// <summary>The real kubectl, with a discovery cache of its own.</summary>
internal sealed class Kubectl(string kubeconfig) : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    public Task<CommandResult> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    public Task<CommandResult> RunAsync(string? input, string[] arguments) => Command.RunAsync("kubectl", Full(arguments), input);

    /// <summary>`kubectl windlass`: our program, found on the PATH under the name that makes it kubectl's plugin.</summary>
    public Task<CommandResult> WindlassAsync(params string[] arguments)
    {
        var link = Path.Combine(_cache.Path, "kubectl-windlass");
        if (!File.Exists(link))
        {
            File.CreateSymbolicLink(link, Checkout.Windlass);
        }

        var path = new Dictionary<string, string> { ["PATH"] = $"{_cache.Path}:{Environment.GetEnvironmentVariable("PATH")}" };
        return Command.RunAsync("kubectl", ["windlass", .. arguments, "--kubeconfig", kubeconfig, "--namespace", "lab"], null, path);
    }

    public IEnumerable<string> Full(IEnumerable<string> arguments) => ["--kubeconfig", kubeconfig, "--cache-dir", _cache.Path, .. arguments];

    public Task<CommandResult> ApplyAsync(string manifest) => RunAsync(manifest, ["apply", "-f", "-"]);

    /// <summary>Our kinds, and the namespace of the lab.</summary>
    public async Task DefineAsync()
    {
        (await RunAsync("apply", "-f", Path.Combine(Checkout.Root, "crds"))).Succeeded();
        (await RunAsync("wait", "crd", "--all", "--for=condition=Established", "--timeout=60s")).Succeeded();
        (await RunAsync("create", "namespace", "lab")).Succeeded();
    }

    /// <summary>What every run begins with: the key, the releases and the nodes of the lab.</summary>
    public async Task ApplyCloudAsync()
    {
        foreach (var name in new[] { "secret", "releases", "nodes" })
        {
            (await RunAsync("apply", "-f", LabFixture.Manifest(name))).Succeeded();
        }
    }

    public async Task<JsonNode> GetAsync(string resource) => JsonNode.Parse((await RunAsync("get", resource, "-o", "json")).Succeeded().Output)!;

    /// <summary>Null: there is no such object.</summary>
    public async Task<JsonNode?> FindAsync(string resource)
    {
        var found = await RunAsync("get", resource, "-o", "json", "--ignore-not-found");
        return found.Succeeded().Output.Length == 0 ? null : JsonNode.Parse(found.Output);
    }

    /// <summary>Waits with kubectl's own `wait`.</summary>
    public async Task WaitForAsync(string resource, string condition) =>
        (await RunAsync("wait", resource, $"--for={condition}", "--timeout=840s")).Succeeded();

    public void Dispose() => _cache.Dispose();
}
