using System.Text.Json.Nodes;

namespace Windlass.EndToEnd.Harness;

/// <summary>birch has an upgrade check for a component, and the imitation ends as the test wants. Without a check again afterwards.</summary>
internal sealed class UpgradeCheckAnswer : IAsyncDisposable
{
    private readonly Kubectl _kubectl;
    private readonly string _file;
    private readonly string _path;

    private UpgradeCheckAnswer(Kubectl kubectl, string file, string path) => (_kubectl, _file, _path) = (kubectl, file, path);

    /// <param name="kubectl">Where birch is.</param>
    /// <param name="component">keystone or nova.</param>
    /// <param name="exit">Exit code: 0 well, 1 warnings, 2 a failure.</param>
    public static async Task<UpgradeCheckAnswer> SetAsync(Kubectl kubectl, string component, int exit)
    {
        var folder = Directory.CreateDirectory(Path.Combine(LabFixture.Run, "shared", "check"));
        var components = (await kubectl.GetAsync("crel/birch"))["spec"]!["components"]!.AsArray();
        var index = components.Select(each => each!["name"]!.GetValue<string>()).ToList().IndexOf(component);
        var answer = new UpgradeCheckAnswer(kubectl, Path.Combine(folder.FullName, component), $"/spec/components/{index}/upgradeCheck");
        await File.WriteAllTextAsync(answer._file, $"{exit}");
        await answer.PatchAsync(new JsonObject
        {
            ["op"] = "add", ["path"] = answer._path, ["value"] = new JsonObject { ["run"] = new JsonArray(component + "-status", "upgrade", "check"), ["user"] = component },
        });
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(_file);
        await PatchAsync(new JsonObject { ["op"] = "remove", ["path"] = _path });
    }

    private async Task PatchAsync(JsonObject change) =>
        (await _kubectl.RunAsync("patch", "crel", "birch", "-n", "lab", "--type=json", "-p", new JsonArray(change).ToJsonString())).Succeeded();
}
