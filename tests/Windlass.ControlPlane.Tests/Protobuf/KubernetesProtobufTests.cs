using CsCheck;

using Windlass.ControlPlane.Protobuf;
using Windlass.ControlPlane.Writing;

namespace Windlass.ControlPlane.Tests.Protobuf;

public sealed class KubernetesProtobufTests
{
    [Fact]
    public void Namespace_IsReadWithItsLabels()
    {
        byte[] label = [.. Text(1, "team"), .. Text(2, "cloud")];
        byte[] metadata = [.. Text(1, "region-1"), .. Field(11, label)];
        var body = Assert.IsType<Decoded.Body>(KubernetesProtobuf.Decode(Envelope("v1", "Namespace", Field(1, metadata))));
        Assert.Equal("""{"metadata":{"name":"region-1","labels":{"team":"cloud"}},"apiVersion":"v1","kind":"Namespace"}""", body.Tree.ToJsonString());
    }

    [Fact]
    public void SecretData_BecomesBase64()
    {
        byte[] entry = [.. Text(1, "key"), .. Field(2, [0, 255, 1])];
        var body = Assert.IsType<Decoded.Body>(KubernetesProtobuf.Decode(Envelope("v1", "Secret", Field(2, entry))));
        Assert.Equal("AP8B", body.Tree["data"]!["key"]!.GetValue<string>());
    }

    [Fact]
    public void UnknownKind_IsUnsupportedMediaType()
    {
        var refused = Assert.IsType<Decoded.Refused>(KubernetesProtobuf.Decode(Envelope("v1", "Pod", [])));
        Assert.Equal(415, refused.Failure.Code);
    }

    [Fact]
    public void AnyBytes_NeverThrow() =>
        Gen.Byte.Array[0, 200].Sample(bytes => KubernetesProtobuf.Decode([.. "k8s\0"u8, .. bytes]) is not null);

    [Fact]
    public void TruncatedAnywhere_NeverThrows()
    {
        var whole = Envelope("v1", "Secret", [.. Field(1, Text(1, "s")), .. Field(2, [.. Text(1, "key"), .. Field(2, [1, 2, 3])])]);
        for (var length = 0; length < whole.Length; length++)
            Assert.NotNull(KubernetesProtobuf.Decode(whole.AsSpan(0, length)));
    }

    private static byte[] Envelope(string apiVersion, string kind, byte[] raw) =>
        [.. "k8s\0"u8, .. Field(1, [.. Text(1, apiVersion), .. Text(2, kind)]), .. Field(2, raw)];

    private static byte[] Text(int number, string text) => Field(number, System.Text.Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int number, byte[] bytes) => [(byte)((number << 3) | 2), (byte)bytes.Length, .. bytes];
}
