using System.Text.Json.Nodes;

namespace Windlass.EndToEnd.Images;

/// <summary>The runtime's config.json: what the strictest Kubernetes namespace allows (the profile "restricted"), and a read-only root.</summary>
internal static class Bundle
{
    /// <summary>Writes it.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="image">What is to run; entry point, user and environment are the image's.</param>
    /// <param name="mounts">Folders of this machine that show inside under the same path.</param>
    /// <param name="network">Path of a network namespace; null: this machine's own.</param>
    /// <param name="arguments">After the entry point.</param>
    public static Task WriteAsync(string folder, ContainerImage image, IEnumerable<string> mounts, string? network, IEnumerable<string> arguments)
    {
        var settings = image.Config["config"]!;
        var user = settings["User"]!.GetValue<string>().Split(':').Select(int.Parse).ToArray();
        var text = $$"""
            {
              "ociVersion": "1.0.2",
              "process": {
                "user": {"uid": {{user[0]}}, "gid": {{user[1]}}},
                "cwd": "/",
                "capabilities": {"bounding": [], "effective": [], "permitted": [], "inheritable": [], "ambient": []},
                "noNewPrivileges": true
              },
              "root": {"path": "{{image.Root}}", "readonly": true},
              "hostname": "windlass",
              "mounts": [
                {"destination": "/proc", "type": "proc", "source": "proc"},
                {"destination": "/dev", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "mode=755", "size=65536k"]},
                {"destination": "/tmp", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "nodev", "noexec", "mode=1777"]},
                {"destination": "/run/windlass", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "nodev", "noexec", "mode=777"]}
              ],
              "linux": {"namespaces": [{"type": "pid"}, {"type": "mount"}, {"type": "ipc"}, {"type": "uts"}]}
            }
            """;
        var config = JsonNode.Parse(text)!;
        config["process"]!["env"] = settings["Env"]!.DeepClone();
        config["process"]!["args"] = new JsonArray([.. settings["Entrypoint"]!.AsArray().Select(word => word!.DeepClone()), .. arguments.Select(word => (JsonNode)word)]);
        foreach (var mount in mounts)
        {
            config["mounts"]!.AsArray().Add(JsonNode.Parse($$"""{"destination": "{{mount}}", "type": "bind", "source": "{{mount}}", "options": ["rbind", "rw"]}"""));
        }

        if (network is not null)
        {
            config["linux"]!["namespaces"]!.AsArray().Add(JsonNode.Parse($$"""{"type": "network", "path": "{{network}}"}"""));
        }

        return File.WriteAllTextAsync(Path.Combine(folder, "config.json"), config.ToJsonString());
    }
}
