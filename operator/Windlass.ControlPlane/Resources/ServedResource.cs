using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Schema;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Resources;

/// <summary>One kind as this server serves it. Immutable.</summary>
internal sealed class ServedResource(ResourceDefinition definition, ResourceNature nature)
{
    // In the orders in which kubectl api-resources prints what real servers say.
    private static readonly ImmutableArray<string> CustomVerbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
    private static readonly ImmutableArray<string> BuiltInVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
    private static readonly ImmutableArray<string> NamespaceVerbs = BuiltInVerbs.Remove("deletecollection");
    private static readonly ImmutableArray<string> ReadVerbs = ["get", "list", "watch"];

    public ResourceDefinition Definition => definition;

    public ResourceNature Nature => nature;

    /// <summary>Empty for the core group.</summary>
    public string Group { get; } = definition.Group;

    public string Version => definition.Version;

    public string Kind => definition.Kind;

    public string Plural => definition.Plural;

    public bool IsNamespaced => definition.Namespaced;

    public bool HasStatus => definition.HasStatus;

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>"plural.group", or the plural alone in the core group: how messages name the resource.</summary>
    public string QualifiedName => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>Where the objects are kept: both forms of Event share one collection.</summary>
    public string Collection { get; } = nature == ResourceNature.ModernEvent ? "/events" : $"{definition.Group}/{definition.Plural}";

    public bool IsReadOnly => nature == ResourceNature.Definition;

    public bool IsEvent => nature is ResourceNature.CoreEvent or ResourceNature.ModernEvent;

    /// <summary>Custom resources count their generations; the built-in kinds served here do not.</summary>
    public bool CountsGenerations => nature == ResourceNature.Custom;

    public ImmutableArray<string> Verbs => nature switch
    {
        ResourceNature.Definition => ReadVerbs,
        ResourceNature.Custom => CustomVerbs,
        ResourceNature.Namespace => NamespaceVerbs,
        _ => BuiltInVerbs,
    };

    /// <summary>What field selectors may name, beyond metadata.name and metadata.namespace.</summary>
    public FrozenSet<string> SelectableFields { get; } = Selectable(definition, nature);

    public ObjectKey Key(string ns, string name) => new(Collection, ns, name);

    /// <summary>The object in the form this resource shows.</summary>
    public JsonObject ToServed(JsonObject stored) => nature == ResourceNature.ModernEvent ? EventForms.ToModern(stored) : stored;

    /// <summary>The object in the form that is stored.</summary>
    public JsonObject ToStored(JsonObject served) => nature == ResourceNature.ModernEvent ? EventForms.ToCore(served) : served;

    public JsonObject ReadTree(StoredObject stored) => ToServed(stored.ToTree());

    /// <summary>The served bytes; only the converted form costs a parse.</summary>
    public ReadOnlyMemory<byte> ReadBytes(StoredObject stored) =>
        nature == ResourceNature.ModernEvent ? JsonText.Bytes(ReadTree(stored)) : stored.Json;

    private static FrozenSet<string> Selectable(ResourceDefinition definition, ResourceNature nature) => nature switch
    {
        ResourceNature.Custom => definition.SelectableFields.Select(path => path.TrimStart('.')).ToFrozenSet(StringComparer.Ordinal),
        ResourceNature.Namespace => FrozenSet.Create(StringComparer.Ordinal, "status.phase"),
        ResourceNature.Secret => FrozenSet.Create(StringComparer.Ordinal, "type"),
        ResourceNature.CoreEvent => EventForms.CoreSelectable,
        ResourceNature.ModernEvent => EventForms.ModernSelectable,
        ResourceNature.ConfigMap or ResourceNature.Lease or ResourceNature.Definition => FrozenSet<string>.Empty,
        _ => throw new ArgumentOutOfRangeException(nameof(nature)),
    };
}
