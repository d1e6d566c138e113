using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.Testing.Charts;

/// <summary>YAML as JSON objects, by the control plane's own reader.</summary>
public static class YamlText
{
    /// <summary>Every document that is not empty, in order.</summary>
    /// <param name="yaml">The text.</param>
    public static IReadOnlyList<JsonObject> Objects(string yaml) => Yaml.ToJson(yaml);
}
