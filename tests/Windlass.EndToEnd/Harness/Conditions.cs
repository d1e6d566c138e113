using System.Text.Json.Nodes;

namespace Windlass.EndToEnd.Harness;

/// <summary>Reads status.conditions of an object as kubectl shows it.</summary>
internal static class Conditions
{
    public static JsonNode? Find(JsonNode resource, string type) =>
        resource["status"]?["conditions"]?.AsArray().FirstOrDefault(each => each!["type"]!.GetValue<string>() == type);

    /// <summary>"True/UpgradeSucceeded"; empty when the condition is absent.</summary>
    public static string Of(JsonNode resource, string type) =>
        Find(resource, type) is { } found ? $"{found["status"]!.GetValue<string>()}/{found["reason"]!.GetValue<string>()}" : "";

    public static string Message(JsonNode resource, string type) => Find(resource, type)?["message"]?.GetValue<string>() ?? "";
}
