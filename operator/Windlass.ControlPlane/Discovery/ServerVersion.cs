using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Discovery;

/// <summary>
/// /version. We call ourselves 1.30: kubectl warns when it is more than one minor away, and 1.30 is the middle of the versions we are tested with
/// (1.27 to 1.33); only "kubectl version" looks at it.
/// </summary>
internal static class ServerVersion
{
    public static JsonObject Document() => new()
    {
        ["major"] = "1",
        ["minor"] = "30",
        ["gitVersion"] = "v1.30.0+windlass",
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "none",
        ["compiler"] = "dotnet",
        ["platform"] = "linux/amd64",
    };
}
