using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Windlass.Operator.Plugin;

/// <summary>An answer in the form that was asked for.</summary>
internal static class Answer
{
    /// <param name="document">What programs read.</param>
    /// <param name="json">Its contract.</param>
    /// <param name="format">The form.</param>
    /// <param name="text">What people read, when they ask.</param>
    public static string Of<T>(T document, JsonTypeInfo<T> json, OutputFormat format, Func<string> text) => format switch
    {
        OutputFormat.Text => text(),
        OutputFormat.Json => JsonSerializer.Serialize(document, json) + "\n",
        OutputFormat.Yaml => YamlText.Of(JsonSerializer.SerializeToNode(document, json)),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };
}
