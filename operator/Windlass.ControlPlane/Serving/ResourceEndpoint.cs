using Microsoft.AspNetCore.Http;

using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Storage;
using Windlass.ControlPlane.Watching;
using Windlass.ControlPlane.Writing;

namespace Windlass.ControlPlane.Serving;

/// <summary>Everything below a resource path: reads the request's options and hands it to the endpoint of its verb.</summary>
internal sealed class ResourceEndpoint(ObjectStore store, ResourceCatalogue catalogue, TimeProvider time, CancellationToken stopping)
{
    private readonly GetEndpoint _get = new(store);
    private readonly ListEndpoint _list = new(store, new SnapshotShelf());
    private readonly WatchEndpoint _watch = new(store, time);
    private readonly WriteEndpoint _write = new(store, catalogue);

    public async Task<ApiAnswer> HandleAsync(HttpContext context, RequestTarget target)
    {
        if (AcceptHeader.Choose(context.Request.Headers.Accept.ToString()) is not { } presentation)
            return Failures.NotAcceptable("application/json");
        var query = new QueryReader(context.Request.Query);
        var presenter = new ObjectPresenter(target.Resource, presentation, query.Text("includeObject"), time);
        var method = context.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
            return await ReadAsync(context, target, query, presenter).ConfigureAwait(false);
        if (target.Resource.IsReadOnly)
            return Failures.MethodNotAllowed("custom resource definitions come with the program; this server does not change them");
        if (HttpMethods.IsDelete(method))
            return await DeleteAsync(context, target, query, presenter).ConfigureAwait(false);
        return await ChangeAsync(context, target, query, presenter).ConfigureAwait(false);
    }

    private async Task<ApiAnswer> ReadAsync(HttpContext context, RequestTarget target, QueryReader query, ObjectPresenter presenter)
    {
        var options = ReadOptions.Read(query, target.Resource, target.Namespace);
        if (query.Failure is { } failure)
            return failure;
        if (!target.IsCollection)
            return _get.Get(target, options.ResourceVersion, presenter);
        return options.IsWatch
            ? await _watch.WatchAsync(context, target, options, presenter, stopping).ConfigureAwait(false)
            : await _list.ListAsync(context, target, options, presenter).ConfigureAwait(false);
    }

    private async Task<ApiAnswer> ChangeAsync(HttpContext context, RequestTarget target, QueryReader query, ObjectPresenter presenter)
    {
        var options = WriteOptions.Read(query, context.Request.Headers.UserAgent.ToString());
        if (query.Failure is { } failure)
            return failure;
        // Objects of a namespaced kind are made in a namespace, not in "all of them".
        if (target.Resource.IsNamespaced && target.Namespace.Length == 0)
            return Failures.MethodNotAllowed();
        var request = new WriteRequest(target, options);
        return context.Request.Method switch
        {
            "POST" when target.IsCollection => await _write.CreateAsync(context, request, presenter).ConfigureAwait(false),
            "PUT" when !target.IsCollection => await _write.ReplaceAsync(context, request, presenter).ConfigureAwait(false),
            "PATCH" when !target.IsCollection => await _write.PatchAsync(context, request, presenter).ConfigureAwait(false),
            _ => Failures.MethodNotAllowed(),
        };
    }

    private async Task<ApiAnswer> DeleteAsync(HttpContext context, RequestTarget target, QueryReader query, ObjectPresenter presenter)
    {
        if (target.IsStatus || (target.IsCollection && !target.Resource.Verbs.Contains("deletecollection")))
            return Failures.MethodNotAllowed();
        if (await RequestBody.ReadAsync(context).ConfigureAwait(false) is not { } bytes)
            return Failures.TooLarge(RequestBody.Limit);
        var decoded = bytes.Length == 0 ? new Decoded.Body([], []) : RequestBody.Object(RequestBody.MediaType(context), bytes);
        if (decoded is not Decoded.Body body)
            return ((Decoded.Refused)decoded).Failure;
        var options = DeleteOptions.Read(query, body.Tree);
        var selected = ReadOptions.Read(query, target.Resource, target.Namespace);
        if (query.Failure is { } failure)
            return failure;
        return target.IsCollection
            ? await _write.DeleteCollectionAsync(target, selected, options).ConfigureAwait(false)
            : await _write.DeleteAsync(target, options, presenter).ConfigureAwait(false);
    }
}
