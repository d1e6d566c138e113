using System.Text;

namespace Windlass.ControlPlane.OpenApi;

/// <summary>Writes one protobuf message. Fields with default values are left out, as proto3 wants.</summary>
internal sealed class ProtobufMessage
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;

    private readonly List<byte> bytes = [];

    public ProtobufMessage Text(int field, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            Write(field, Encoding.UTF8.GetBytes(value));
        return this;
    }

    public ProtobufMessage Flag(int field, bool value)
    {
        if (!value)
            return this;
        WriteVarint((uint)(field << 3 | Varint));
        bytes.Add(1);
        return this;
    }

    /// <summary>A nested message; it is written even when it is empty, because presence means something.</summary>
    public ProtobufMessage Message(int field, ProtobufMessage? message)
    {
        if (message is not null)
            Write(field, message.ToArray());
        return this;
    }

    public ProtobufMessage Messages(int field, IEnumerable<ProtobufMessage> messages)
    {
        foreach (var message in messages)
            Message(field, message);
        return this;
    }

    public byte[] ToArray() => [.. bytes];

    private void Write(int field, byte[] content)
    {
        WriteVarint((uint)(field << 3 | LengthDelimited));
        WriteVarint((uint)content.Length);
        bytes.AddRange(content);
    }

    private void WriteVarint(uint value)
    {
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
    }
}
