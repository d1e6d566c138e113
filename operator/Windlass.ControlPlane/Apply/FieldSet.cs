using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Apply;

/// <summary>A set of field paths as a tree. Immutable; branches without any member do not exist.</summary>
/// <param name="Owns">True when the path that leads here is itself a member.</param>
/// <param name="Children">Deeper members.</param>
internal sealed record FieldSet(bool Owns, ImmutableSortedDictionary<PathElement, FieldSet> Children)
{
    public static FieldSet Empty { get; } = new(false, ImmutableSortedDictionary<PathElement, FieldSet>.Empty);

    public static FieldSet Leaf { get; } = new(true, ImmutableSortedDictionary<PathElement, FieldSet>.Empty);

    public bool IsEmpty => !Owns && Children.IsEmpty;

    /// <summary>
    /// The fields an apply request claims: every leaf that it names, without the object's identity and what the server writes itself.
    /// </summary>
    /// <param name="schema">Null: maps are granular and lists have one owner; metadata's lists are known anyway.</param>
    public static FieldSet Of(JsonObject obj, StructuralSchema? schema) => FieldSetReader.Read(obj, schema?.Root ?? ObjectMetaSchema.Untyped);

    /// <returns>Null when the value is no FieldsV1.</returns>
    public static FieldSet? Parse(JsonNode? fieldsV1) => FieldsV1.Read(fieldsV1);

    public JsonObject ToFieldsV1() => FieldsV1.Write(this);

    public FieldSet Child(PathElement element) => Children.GetValueOrDefault(element, Empty);

    public FieldSet With(PathElement element, FieldSet child) =>
        this with { Children = child.IsEmpty ? Children.Remove(element) : Children.SetItem(element, child) };

    public FieldSet Union(FieldSet other)
    {
        var joined = this with { Owns = Owns || other.Owns };
        foreach (var (element, child) in other.Children)
            joined = joined.With(element, joined.Child(element).Union(child));
        return joined;
    }

    public FieldSet Intersection(FieldSet other)
    {
        var shared = Owns && other.Owns ? Leaf : Empty;
        foreach (var (element, child) in Children)
            shared = shared.With(element, child.Intersection(other.Child(element)));
        return shared;
    }

    /// <summary>Members of this set that are no members of the other; what lies below a removed member stays.</summary>
    public FieldSet Difference(FieldSet other)
    {
        var rest = this with { Owns = Owns && !other.Owns };
        foreach (var (element, child) in other.Children)
            rest = rest.With(element, rest.Child(element).Difference(child));
        return rest;
    }

    /// <summary>Like <see cref="Difference"/>, but a removed member takes everything below it along.</summary>
    public FieldSet DifferenceWithBranches(FieldSet other)
    {
        if (other.Owns)
            return Empty;
        var rest = this;
        foreach (var (element, child) in other.Children)
            rest = rest.With(element, rest.Child(element).DifferenceWithBranches(child));
        return rest;
    }

    /// <summary>The members as text such as <c>.spec.ports[name="x"].port</c>; at every level members come before deeper paths.</summary>
    public IEnumerable<string> Paths() => PathsBelow("");

    public bool Equals(FieldSet? other) =>
        other is not null
            && Owns == other.Owns
            && Children.Count == other.Children.Count
            && Children.All(child => other.Child(child.Key).Equals(child.Value));

    public override int GetHashCode() => HashCode.Combine(Owns, Children.Count);

    private IEnumerable<string> PathsBelow(string prefix) =>
        Children.Where(child => child.Value.Owns).Select(child => $"{prefix}{child.Key}")
            .Concat(Children.SelectMany(child => child.Value.PathsBelow($"{prefix}{child.Key}")));
}
