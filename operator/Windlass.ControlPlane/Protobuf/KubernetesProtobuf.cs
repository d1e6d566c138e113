using System.Collections.Frozen;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Serving;
using Windlass.ControlPlane.Storage;
using Windlass.ControlPlane.Writing;

namespace Windlass.ControlPlane.Protobuf;

/// <summary>
/// The protobuf bodies that kubectl 1.32 and later send for imperative commands (create secret, create namespace, auth can-i); field numbers are
/// those of
/// Kubernetes' generated.proto files, which never change. Answers are JSON, which those clients accept.
/// </summary>
internal static class KubernetesProtobuf
{
    private static readonly ProtobufShape Text = new ProtobufShape.Text();

    private static readonly ProtobufMessage ObjectMeta = new(
        (1, "name", Text), (2, "generateName", Text), (3, "namespace", Text), (5, "uid", Text), (6, "resourceVersion", Text),
        (11, "labels", new ProtobufShape.TextMap()), (12, "annotations", new ProtobufShape.TextMap()),
        (13, "ownerReferences", new ProtobufShape.MessageList(new ProtobufMessage(
            (1, "kind", Text), (3, "name", Text), (4, "uid", Text), (5, "apiVersion", Text),
            (6, "controller", new ProtobufShape.Flag()), (7, "blockOwnerDeletion", new ProtobufShape.Flag())))),
        (14, "finalizers", new ProtobufShape.TextList()));

    private static readonly ProtobufShape Metadata = new ProtobufShape.Message(ObjectMeta);

    private static readonly FrozenDictionary<(string, string), ProtobufMessage> Known = new Dictionary<(string, string), ProtobufMessage>
    {
        [("v1", "Namespace")] = new((1, "metadata", Metadata)),
        [("v1", "Secret")] = new(
            (1, "metadata", Metadata), (2, "data", new ProtobufShape.BytesMap()), (3, "type", Text),
            (4, "stringData", new ProtobufShape.TextMap()), (5, "immutable", new ProtobufShape.Flag())),
        [("v1", "ConfigMap")] = new(
            (1, "metadata", Metadata), (2, "data", new ProtobufShape.TextMap()), (3, "binaryData", new ProtobufShape.BytesMap()),
            (4, "immutable", new ProtobufShape.Flag())),
        [("authorization.k8s.io/v1", "SelfSubjectAccessReview")] = new(
            (1, "metadata", Metadata),
            (2, "spec", new ProtobufShape.Message(new ProtobufMessage(
                (1, "resourceAttributes", new ProtobufShape.Message(new ProtobufMessage(
                    (1, "namespace", Text), (2, "verb", Text), (3, "group", Text), (4, "version", Text),
                    (5, "resource", Text), (6, "subresource", Text), (7, "name", Text)))),
                (2, "nonResourceAttributes", new ProtobufShape.Message(new ProtobufMessage((1, "path", Text), (2, "verb", Text)))))))),
        [("authentication.k8s.io/v1", "SelfSubjectReview")] = new((1, "metadata", Metadata)),
    }.ToFrozenDictionary();

    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    public static Decoded Decode(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(Magic))
            return Refused("the body does not begin as Kubernetes protobuf does");
        var envelope = new ProtobufReader(body[Magic.Length..]);
        ReadOnlySpan<byte> raw = default;
        JsonObject? type = null;
        while (envelope.Next())
        {
            if (envelope.Field == 1)
                type = new ProtobufMessage((1, "apiVersion", Text), (2, "kind", Text)).Decode(envelope.Bytes);
            else if (envelope.Field == 2)
                raw = envelope.Bytes;
        }

        if (envelope.IsBroken || type is null)
            return Refused("the protobuf envelope is damaged");
        if (!Known.TryGetValue((type.Text("apiVersion"), type.Text("kind")), out var message))
            return new Decoded.Refused(Failures.UnsupportedMediaType($"{type.Text("kind")} is read as application/json only"));
        if (message.Decode(raw) is not { } tree)
            return Refused($"the {type.Text("kind")} in the body is damaged");
        tree["apiVersion"] = type.Text("apiVersion");
        tree["kind"] = type.Text("kind");
        return new Decoded.Body(tree, []);
    }

    private static Decoded.Refused Refused(string why) => new(Failures.BadRequest($"error decoding protobuf: {why}"));
}
