using System.Text.Json.Nodes;

namespace Windlass.Testing;

/// <summary>A value without parts, and where it stands.</summary>
internal readonly record struct FieldLeaf(string Path, JsonNode? Value);
