using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Schema;
using Windlass.ControlPlane.Selection;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Writing;

/// <summary>What holds for the metadata of every kind.</summary>
internal static class MetadataRules
{
    /// <summary>Set by the server once; whatever a client sends instead is put back.</summary>
    private static readonly string[] ServerOwned =
        ["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink"];

    private const string NoKey =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
        "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    /// <summary>All annotations of an object together, in bytes.</summary>
    private const int AnnotationsLimit = 256 * 1024;

    public static void KeepServerOwned(JsonObject desired, JsonObject live)
    {
        foreach (var field in ServerOwned)
            desired.Put(field, live[field]?.DeepClone());
    }

    public static ImmutableArray<FieldError> Check(ServedResource resource, JsonObject metadata)
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        CheckName(resource, metadata, errors);
        CheckLabels(metadata.Child("labels"), errors);
        CheckAnnotations(metadata.Child("annotations"), errors);
        CheckFinalizers(metadata, errors);
        CheckOwners(metadata, errors);
        return errors.ToImmutable();
    }

    /// <summary>An object on its way out may lose finalizers, never gain them: nobody would be left to do their work.</summary>
    public static FieldError? CheckNoNewFinalizers(JsonObject desired, JsonObject live)
    {
        var added = desired.Strings("finalizers").Except(live.Strings("finalizers")).ToArray();
        if (added.Length == 0 || live.Text("deletionTimestamp").Length == 0)
            return null;
        var list = string.Join(", ", added.Select(name => $"\"{name}\""));
        return new FieldError(
            "metadata.finalizers", FieldReason.FieldValueForbidden,
            $"Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{{{list}}}");
    }

    private static void CheckName(ServedResource resource, JsonObject metadata, ImmutableArray<FieldError>.Builder errors)
    {
        var name = metadata.Text("name");
        if (name.Length == 0)
            errors.Add(new FieldError("metadata.name", FieldReason.FieldValueRequired, "Required value: name or generateName is required"));
        else if ((resource.Nature == ResourceNature.Namespace ? ObjectNames.CheckLabel(name) : ObjectNames.CheckSubdomain(name)) is { } error)
            errors.Add(error);
    }

    private static void CheckLabels(JsonObject? labels, ImmutableArray<FieldError>.Builder errors)
    {
        foreach (var (key, value) in labels ?? [])
        {
            if (!LabelText.IsKey(key))
                errors.Add(Invalid("metadata.labels", key, NoKey));
            var text = value is JsonValue scalar && scalar.TryGetValue<string>(out var found) ? found : null;
            if (text is null || !LabelText.IsValue(text))
                errors.Add(Invalid(
                    "metadata.labels", text ?? value?.ToJsonString() ?? "null",
                    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', " +
                    $"must start and end with an alphanumeric character and be at most {LabelText.MaximumLength} characters"));
        }
    }

    private static void CheckAnnotations(JsonObject? annotations, ImmutableArray<FieldError>.Builder errors)
    {
        var size = 0;
        foreach (var (key, value) in annotations ?? [])
        {
            if (!LabelText.IsKey(key.ToLowerInvariant()))
                errors.Add(Invalid("metadata.annotations", key, NoKey));
            if (value?.GetValueKind() != JsonValueKind.String)
                errors.Add(new FieldError($"metadata.annotations.{key}", FieldReason.FieldValueTypeInvalid, "Invalid value: must be a string"));
            size += key.Length + (value?.ToString().Length ?? 0);
        }

        if (size > AnnotationsLimit)
            errors.Add(
                new FieldError("metadata.annotations", FieldReason.FieldValueTooLong, $"Too long: may not be more than {AnnotationsLimit} bytes"));
    }

    private static void CheckFinalizers(JsonObject metadata, ImmutableArray<FieldError>.Builder errors)
    {
        var index = 0;
        foreach (var finalizer in metadata.Strings("finalizers"))
        {
            if (!LabelText.IsKey(finalizer))
                errors.Add(Invalid($"metadata.finalizers[{index}]", finalizer, NoKey));
            index++;
        }
    }

    private static void CheckOwners(JsonObject metadata, ImmutableArray<FieldError>.Builder errors)
    {
        if (metadata["ownerReferences"] is not JsonArray owners)
            return;
        for (var i = 0; i < owners.Count; i++)
        {
            foreach (var field in (string[])["apiVersion", "kind", "name", "uid"])
            {
                if ((owners[i] as JsonObject).Text(field).Length == 0)
                    errors.Add(Invalid($"metadata.ownerReferences[{i}].{field}", "", $"{field} must not be empty"));
            }
        }
    }

    private static FieldError Invalid(string path, string value, string why) =>
        new(path, FieldReason.FieldValueInvalid, $"Invalid value: \"{value}\": {why}");
}
