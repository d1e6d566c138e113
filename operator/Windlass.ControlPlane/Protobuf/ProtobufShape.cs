namespace Windlass.ControlPlane.Protobuf;

/// <summary>How one field of a message becomes JSON.</summary>
internal abstract record ProtobufShape
{
    private ProtobufShape()
    {
    }

    public sealed record Text : ProtobufShape;

    public sealed record Integer : ProtobufShape;

    public sealed record Flag : ProtobufShape;

    public sealed record TextList : ProtobufShape;

    /// <summary>map&lt;string, string&gt;.</summary>
    public sealed record TextMap : ProtobufShape;

    /// <summary>map&lt;string, bytes&gt;, base64 in JSON.</summary>
    public sealed record BytesMap : ProtobufShape;

    public sealed record Message(ProtobufMessage Of) : ProtobufShape;

    public sealed record MessageList(ProtobufMessage Of) : ProtobufShape;
}
