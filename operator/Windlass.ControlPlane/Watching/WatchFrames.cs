using System.Globalization;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Serving;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Watching;

/// <summary>The lines of a watch: one JSON document each.</summary>
internal sealed class WatchFrames(ServedResource resource, ObjectPresenter presenter)
{
    private static readonly byte[] Middle = "\",\"object\":"u8.ToArray();

    public byte[] Of(string type, StoredObject stored) => Frame(type, presenter.One(stored).Span);

    /// <summary>An object that no longer matches: its previous state, at the revision at which it left.</summary>
    public byte[] Left(StoredObject previous, long revision) => Of("DELETED", StoredObject.Create(previous.Key, revision, previous.ToTree()));

    /// <summary>"You have seen everything up to here"; carries no object.</summary>
    public byte[] Bookmark(long revision, bool endsInitialEvents)
    {
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) };
        if (presenter.Presentation == Presentation.Table)
        {
            return Frame("BOOKMARK", JsonText.Bytes(new JsonObject
            {
                ["kind"] = "Table",
                ["apiVersion"] = "meta.k8s.io/v1",
                ["metadata"] = metadata,
                ["columnDefinitions"] = new JsonArray(),
                ["rows"] = new JsonArray(),
            }));
        }

        metadata["creationTimestamp"] = null;
        if (endsInitialEvents)
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        var isPartial = presenter.Presentation == Presentation.MetadataOnly;
        return Frame("BOOKMARK", JsonText.Bytes(new JsonObject
        {
            ["kind"] = isPartial ? "PartialObjectMetadata" : resource.Kind,
            ["apiVersion"] = isPartial ? "meta.k8s.io/v1" : resource.ApiVersion,
            ["metadata"] = metadata,
        }));
    }

    public static byte[] Error(ApiFailure failure) => Frame("ERROR", JsonText.Bytes(StatusDocument.Of(failure)));

    private static byte[] Frame(string type, ReadOnlySpan<byte> document)
    {
        ReadOnlySpan<byte> start = "{\"type\":\""u8;
        var frame = new byte[start.Length + type.Length + Middle.Length + document.Length + 2];
        start.CopyTo(frame);
        var at = start.Length + System.Text.Encoding.ASCII.GetBytes(type, frame.AsSpan(start.Length));
        Middle.CopyTo(frame, at);
        at += Middle.Length;
        document.CopyTo(frame.AsSpan(at));
        frame[^2] = (byte)'}';
        frame[^1] = (byte)'\n';
        return frame;
    }
}
