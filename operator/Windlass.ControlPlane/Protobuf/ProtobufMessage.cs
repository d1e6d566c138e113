using System.Text.Json.Nodes;

using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Protobuf;

/// <summary>A message type: which field numbers we read, under which JSON names. Other fields are skipped.</summary>
internal sealed class ProtobufMessage(params (int Number, string Name, ProtobufShape Shape)[] fields)
{
    private readonly Dictionary<int, (string Name, ProtobufShape Shape)> _fields =
        fields.ToDictionary(field => field.Number, field => (field.Name, field.Shape));

    /// <summary>Null when the message is damaged.</summary>
    public JsonObject? Decode(ReadOnlySpan<byte> message)
    {
        var tree = new JsonObject();
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (_fields.TryGetValue(reader.Field, out var field) && !Add(tree, field.Name, field.Shape, reader))
                return null;
        }

        return reader.IsBroken ? null : tree;
    }

    private static bool Add(JsonObject tree, string name, ProtobufShape shape, ProtobufReader reader)
    {
        switch (shape)
        {
            case ProtobufShape.Text:
                // Go writes empty strings for what was never set.
                tree.Put(name, reader.Bytes.IsEmpty ? null : reader.Text);
                return true;
            case ProtobufShape.Integer:
                tree.Put(name, reader.Number == 0 ? null : (long)reader.Number);
                return true;
            case ProtobufShape.Flag:
                tree[name] = reader.Number != 0;
                return true;
            case ProtobufShape.TextList:
                List(tree, name).Add((JsonNode)reader.Text);
                return true;
            case ProtobufShape.TextMap:
                return AddEntry(tree.ChildOrNew(name), reader.Bytes, asBase64: false);
            case ProtobufShape.BytesMap:
                return AddEntry(tree.ChildOrNew(name), reader.Bytes, asBase64: true);
            case ProtobufShape.Message message:
                return AddMessage(tree, name, message.Of.Decode(reader.Bytes));
            case ProtobufShape.MessageList list:
                return list.Of.Decode(reader.Bytes) is { } item && AddItem(List(tree, name), item);
            default:
                throw new InvalidOperationException();
        }
    }

    private static bool AddMessage(JsonObject tree, string name, JsonObject? message)
    {
        if (message is { Count: > 0 })
            tree[name] = message;
        return message is not null;
    }

    private static bool AddItem(JsonArray list, JsonObject item)
    {
        list.Add((JsonNode)item);
        return true;
    }

    private static bool AddEntry(JsonObject map, ReadOnlySpan<byte> entry, bool asBase64)
    {
        var key = "";
        ReadOnlySpan<byte> value = default;
        var reader = new ProtobufReader(entry);
        while (reader.Next())
        {
            if (reader.Field == 1)
                key = reader.Text;
            else if (reader.Field == 2)
                value = reader.Bytes;
        }

        map[key] = asBase64 ? Convert.ToBase64String(value) : System.Text.Encoding.UTF8.GetString(value);
        return !reader.IsBroken;
    }

    private static JsonArray List(JsonObject tree, string name)
    {
        if (tree[name] is JsonArray known)
            return known;
        var created = new JsonArray();
        tree[name] = created;
        return created;
    }
}
