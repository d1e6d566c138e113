using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace Windlass.ControlPlane.Selection;

/// <summary>One requirement of a label selector. A closed set.</summary>
internal abstract record LabelRequirement(string Key)
{
    public abstract bool Matches(FrozenDictionary<string, string> labels);

    public sealed record Exists(string Key) : LabelRequirement(Key)
    {
        public override bool Matches(FrozenDictionary<string, string> labels) => labels.ContainsKey(Key);
    }

    public sealed record Absent(string Key) : LabelRequirement(Key)
    {
        public override bool Matches(FrozenDictionary<string, string> labels) => !labels.ContainsKey(Key);
    }

    public sealed record In(string Key, ImmutableArray<string> Values) : LabelRequirement(Key)
    {
        public override bool Matches(FrozenDictionary<string, string> labels) =>
            labels.TryGetValue(Key, out var value) && Values.Contains(value);
    }

    /// <summary>An object without the label matches too: that is what "not in" means to Kubernetes.</summary>
    public sealed record NotIn(string Key, ImmutableArray<string> Values) : LabelRequirement(Key)
    {
        public override bool Matches(FrozenDictionary<string, string> labels) =>
            !labels.TryGetValue(Key, out var value) || !Values.Contains(value);
    }

    public sealed record Greater(string Key, long Bound) : LabelRequirement(Key)
    {
        public override bool Matches(FrozenDictionary<string, string> labels) =>
            labels.TryGetValue(Key, out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var value) && value > Bound;
    }

    public sealed record Less(string Key, long Bound) : LabelRequirement(Key)
    {
        public override bool Matches(FrozenDictionary<string, string> labels) =>
            labels.TryGetValue(Key, out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var value) && value < Bound;
    }
}
