using System.Text.Encodings.Web;
using System.Text.Json;

namespace Windlass.ControlPlane.Schema;

/// <summary>How JSON is written for people and for keys: no HTML escaping, no indentation.</summary>
internal static class Wire
{
    public static JsonSerializerOptions Relaxed { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = WireContext.Default,
    };
}
