using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

using Microsoft.AspNetCore.Http;

using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Storage;
using Windlass.ControlPlane.Writing;

namespace Windlass.ControlPlane.Serving;

/// <summary>POST, PUT, PATCH and DELETE.</summary>
internal sealed class WriteEndpoint(ObjectStore store, ResourceCatalogue catalogue)
{
    public async Task<ApiAnswer> CreateAsync(HttpContext context, WriteRequest request, ObjectPresenter presenter)
    {
        if (await RequestBody.ReadAsync(context).ConfigureAwait(false) is not { } bytes)
            return Failures.TooLarge(RequestBody.Limit);
        return RequestBody.Object(RequestBody.MediaType(context), bytes) switch
        {
            Decoded.Refused refused => refused.Failure,
            Decoded.Body body => await RunAsync(
                request, presenter, transaction =>
                    CreateOperation.Run(catalogue, transaction, request, body.Tree, body.Complaints, isApplied: false)).ConfigureAwait(false),
            _ => throw new InvalidOperationException(),
        };
    }

    public async Task<ApiAnswer> ReplaceAsync(HttpContext context, WriteRequest request, ObjectPresenter presenter)
    {
        if (await RequestBody.ReadAsync(context).ConfigureAwait(false) is not { } bytes)
            return Failures.TooLarge(RequestBody.Limit);
        return RequestBody.Object(RequestBody.MediaType(context), bytes) switch
        {
            Decoded.Refused refused => refused.Failure,
            Decoded.Body body => await RunAsync(
                request, presenter, transaction => ReplaceOperation.Run(transaction, request, body.Tree, body.Complaints)).ConfigureAwait(false),
            _ => throw new InvalidOperationException(),
        };
    }

    public async Task<ApiAnswer> PatchAsync(HttpContext context, WriteRequest request, ObjectPresenter presenter)
    {
        if (await RequestBody.ReadAsync(context).ConfigureAwait(false) is not { } bytes)
            return Failures.TooLarge(RequestBody.Limit);
        var patch = PatchBody.Read(RequestBody.MediaType(context), bytes, request.Resource, out var failure);
        if (patch is null)
            return failure!;
        return await RunAsync(
            request, presenter, transaction =>
                PatchOperation.Run(catalogue, transaction, request, patch, Encoding.UTF8.GetString(bytes))).ConfigureAwait(false);
    }

    public async Task<ApiAnswer> DeleteAsync(RequestTarget target, DeleteOptions options, ObjectPresenter presenter)
    {
        var outcome = await store.WriteAsync(
            transaction => DeleteOperation.Run(options.IsDryRun ? Scratch(transaction) : transaction, target, options)).ConfigureAwait(false);
        return outcome switch
        {
            WriteOutcome.Failed failed => failed.Failure,
            WriteOutcome.Gone gone =>
                ApiAnswer.Json(200, StatusDocument.Deleted(gone.Last.Key.Name, target.Resource.Group, target.Resource.Plural, gone.Last.Uid)),
            WriteOutcome.Stored stored => new ApiAnswer.Document(200, presenter.One(stored.Object), []),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>Deletes everything a selection matches; answers the list of what it took.</summary>
    public async Task<ApiAnswer> DeleteCollectionAsync(RequestTarget target, ReadOptions selected, DeleteOptions options)
    {
        var taken = await store.WriteAsync(
            transaction => DeleteMatching(options.IsDryRun ? Scratch(transaction) : transaction, target, selected, options)).ConfigureAwait(false);
        var items = new JsonArray([.. taken.Select(stored => (JsonNode)target.Resource.ReadTree(stored))]);
        return ApiAnswer.Json(200, new JsonObject
        {
            ["kind"] = target.Resource.Definition.ListKind,
            ["apiVersion"] = target.Resource.ApiVersion,
            ["metadata"] = new JsonObject { ["resourceVersion"] = store.Current.Revision.ToString(CultureInfo.InvariantCulture) },
            ["items"] = items,
        });
    }

    private static ImmutableArray<StoredObject> DeleteMatching(
        Transaction transaction, RequestTarget target, ReadOptions selected, DeleteOptions options)
    {
        var matching = transaction.State.In(target.Resource.Collection).Values.Where(selected.Selection.Matches).ToImmutableArray();
        foreach (var stored in matching)
            DeleteOperation.Run(transaction, target with { Namespace = stored.Key.Namespace, Name = stored.Key.Name }, options);
        return matching;
    }

    /// <summary>A transaction that nobody commits.</summary>
    private static Transaction Scratch(Transaction transaction) => new(transaction.State, transaction.Now);

    private async Task<ApiAnswer> RunAsync(WriteRequest request, ObjectPresenter presenter, Func<Transaction, WriteOutcome> operation)
    {
        var isDry = request.Options.IsDryRun;
        var outcome = await store.WriteAsync(transaction => isDry ? DryRun.Of(transaction, operation) : operation(transaction)).ConfigureAwait(false);
        return outcome switch
        {
            WriteOutcome.Failed failed => failed.Failure,
            WriteOutcome.Stored stored => Answer(request, presenter, stored),
            _ => throw new InvalidOperationException(),
        };
    }

    private static ApiAnswer.Document Answer(WriteRequest request, ObjectPresenter presenter, WriteOutcome.Stored stored)
    {
        var warnings = request.Options.Validation == FieldValidation.Warn ? stored.Warnings : [];
        return new ApiAnswer.Document(stored.IsNew ? 201 : 200, presenter.One(stored.Object), warnings);
    }
}
