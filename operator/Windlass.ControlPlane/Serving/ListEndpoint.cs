using System.Collections.Immutable;
using System.Text.Json.Nodes;

using Microsoft.AspNetCore.Http;

using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Serving;

/// <summary>GET of a collection: one consistent revision, in pages when asked.</summary>
internal sealed class ListEndpoint(ObjectStore store, SnapshotShelf shelf)
{
    /// <summary>Flush about this often while a long list is sent, so that it never stands in memory as a whole.</summary>
    private const int FlushEvery = 256 * 1024;

    public async Task<ApiAnswer> ListAsync(HttpContext context, RequestTarget target, ReadOptions options, ObjectPresenter presenter)
    {
        var token = options.Continue.Length == 0 ? null : ContinueToken.Decode(options.Continue);
        if (options.Continue.Length > 0 && token is null)
            return Failures.BadRequest("invalid continue token: continue key is not valid");
        if (token is not null && options.ResourceVersion is > 0)
            return Failures.BadRequest("specifying resource version is not allowed when using continue");
        if (Choose(options, token, out var snapshot) is { } failure)
            return failure;

        var page = Select(snapshot, target, options, token, out var position);
        if (presenter.Presentation == Presentation.Table)
            return ApiAnswer.Json(200, presenter.Table(page, position));
        await SendAsync(context, target, page, position, presenter).ConfigureAwait(false);
        return new ApiAnswer.Sent();
    }

    private ApiFailure? Choose(ReadOptions options, ContinueToken? token, out Snapshot snapshot)
    {
        snapshot = store.Current;
        if (token is not null)
        {
            var kept = shelf.Find(token.Revision) ?? (snapshot.Revision == token.Revision ? snapshot : null);
            snapshot = kept ?? snapshot;
            return kept is not null ? null : Failures.Expired(
                "The provided continue parameter is too old to display a consistent list result. You must start a new list without the " +
                "continue parameter.");
        }

        var asked = options.ResourceVersion ?? 0;
        if (asked > snapshot.Revision)
            return Failures.TooNew(asked, snapshot.Revision);
        if (options.ResourceVersionMatch != "Exact" || asked == snapshot.Revision)
            return null;
        if (asked == 0)
            return Failures.BadRequest("resourceVersionMatch \"Exact\" is forbidden for resourceVersion \"0\"");
        var exact = shelf.Find(asked);
        snapshot = exact ?? snapshot;
        return exact is not null ? null : Failures.TooOld(asked, snapshot.Revision);
    }

    private ImmutableArray<StoredObject> Select(
        Snapshot snapshot, RequestTarget target, ReadOptions options, ContinueToken? token, out ListPosition position)
    {
        var found = ImmutableArray.CreateBuilder<StoredObject>();
        long remaining = 0;
        foreach (var (place, stored) in snapshot.In(target.Resource.Collection))
        {
            if (token is not null && place.CompareTo(token.After) <= 0)
                continue;
            if (!options.Selection.Matches(stored))
                continue;
            if (options.Limit > 0 && found.Count == options.Limit)
                remaining++;
            else
                found.Add(stored);
        }

        var next = "";
        if (remaining > 0)
        {
            shelf.Keep(snapshot);
            next = new ContinueToken(snapshot.Revision, found[^1].Key.Place).Encode();
        }

        position = new ListPosition(snapshot.Revision, next, options.Selection.IsFiltered ? null : remaining);
        return found.ToImmutable();
    }

    private static async Task SendAsync(
        HttpContext context, RequestTarget target, ImmutableArray<StoredObject> page, ListPosition position, ObjectPresenter presenter)
    {
        var partial = presenter.Presentation == Presentation.MetadataOnly;
        var head = new JsonObject
        {
            ["kind"] = partial ? "PartialObjectMetadataList" : target.Resource.Definition.ListKind,
            ["apiVersion"] = partial ? "meta.k8s.io/v1" : target.Resource.ApiVersion,
            ["metadata"] = position.ToMetadata(),
        };
        context.Response.ContentType = ResponseWriter.Json;
        var body = context.Response.BodyWriter;
        var cancellation = context.RequestAborted;
        // The head without its closing brace: the items follow inside it.
        await body.WriteAsync(JsonText.Bytes(head).AsMemory()[..^1], cancellation).ConfigureAwait(false);
        await body.WriteAsync(",\"items\":["u8.ToArray(), cancellation).ConfigureAwait(false);
        var pending = 0;
        for (var i = 0; i < page.Length; i++)
        {
            var bytes = presenter.One(page[i]);
            var room = body.GetSpan(bytes.Length + 1);
            if (i > 0)
                room[0] = (byte)',';
            bytes.Span.CopyTo(room[(i > 0 ? 1 : 0)..]);
            body.Advance(bytes.Length + (i > 0 ? 1 : 0));
            pending += bytes.Length;
            if (pending < FlushEvery)
                continue;
            await body.FlushAsync(cancellation).ConfigureAwait(false);
            pending = 0;
        }

        await body.WriteAsync("]}\n"u8.ToArray(), cancellation).ConfigureAwait(false);
    }
}
