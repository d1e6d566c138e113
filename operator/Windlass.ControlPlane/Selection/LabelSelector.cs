using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Windlass.ControlPlane.Selection;

/// <summary>A label selector in its text form: equality-based and set-based requirements, all of which must hold.</summary>
internal sealed record LabelSelector(ImmutableArray<LabelRequirement> Requirements)
{
    public static readonly LabelSelector Everything = new([]);

    public bool Matches(FrozenDictionary<string, string> labels)
    {
        foreach (var requirement in Requirements)
        {
            if (!requirement.Matches(labels))
                return false;
        }

        return true;
    }
}
