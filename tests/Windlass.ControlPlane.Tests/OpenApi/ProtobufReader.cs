using System.Text;

namespace Windlass.ControlPlane.Tests.OpenApi;

/// <summary>The length-delimited fields of one message, read back independently of the writer.</summary>
internal sealed class ProtobufReader
{
    private readonly List<(int Field, byte[] Content)> fields = [];

    public static ProtobufReader Read(byte[] bytes)
    {
        var reader = new ProtobufReader();
        var at = 0;
        while (at < bytes.Length)
        {
            var tag = Varint(bytes, ref at);
            Assert.Equal(2, tag & 7);
            var length = Varint(bytes, ref at);
            reader.fields.Add((tag >> 3, bytes[at..(at + length)]));
            at += length;
        }
        return reader;
    }

    public IEnumerable<ProtobufReader> Messages(int field) => fields.Where(item => item.Field == field).Select(item => Read(item.Content));

    public ProtobufReader Message(int field) => Messages(field).Single();

    public string Text(int field) => Encoding.UTF8.GetString(fields.Single(item => item.Field == field).Content);

    private static int Varint(byte[] bytes, ref int at)
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            value |= (part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
