using System.Buffers.Binary;

namespace Windlass.ControlPlane.Protobuf;

/// <summary>
/// Reads the protobuf wire format, field by field. Total: a message that ends too early or makes no sense turns <see cref="IsBroken"/> on and ends.
/// </summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    public bool IsBroken { get; private set; }

    /// <summary>Number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>The current field's integer; zero when it is no integer.</summary>
    public ulong Number { get; private set; }

    /// <summary>The current field's bytes: text, bytes or a message; empty when it is none of these.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    public readonly string Text => System.Text.Encoding.UTF8.GetString(Bytes);

    /// <summary>Moves to the next field; false at the end and after damage.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty || IsBroken)
            return false;
        var tag = Varint();
        Field = (int)(tag >> 3);
        Number = 0;
        Bytes = default;
        switch (tag & 7)
        {
            case 0:
                Number = Varint();
                break;
            case 1:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Padded(Take(8)));
                break;
            case 2:
                Bytes = Take(Varint());
                break;
            case 5:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Padded(Take(4)));
                break;
            default:
                IsBroken = true;
                break;
        }

        return !IsBroken;
    }

    private static ReadOnlySpan<byte> Padded(ReadOnlySpan<byte> bytes)
    {
        var padded = new byte[8];
        bytes.CopyTo(padded);
        return padded;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_rest.IsEmpty)
                break;
            var part = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if ((part & 0x80) == 0)
                return value;
        }

        IsBroken = true;
        return 0;
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
        {
            IsBroken = true;
            return default;
        }

        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}
