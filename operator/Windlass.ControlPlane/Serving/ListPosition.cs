using System.Globalization;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Serving;

/// <summary>metav1.ListMeta: at which revision a list was read, and how it goes on.</summary>
/// <param name="Continue">Empty on the last page.</param>
/// <param name="Remaining">Objects after this page; null when unknown because of a selector.</param>
internal sealed record ListPosition(long Revision, string Continue, long? Remaining)
{
    public string ResourceVersion => Revision.ToString(CultureInfo.InvariantCulture);

    public static ListPosition Of(StoredObject stored) => new(stored.Revision, "", null);

    public JsonObject ToMetadata()
    {
        var metadata = new JsonObject { ["resourceVersion"] = ResourceVersion };
        if (Continue.Length == 0)
            return metadata;
        metadata["continue"] = Continue;
        if (Remaining is { } remaining)
            metadata["remainingItemCount"] = remaining;
        return metadata;
    }
}
