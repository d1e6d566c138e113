using System.Collections.Immutable;

namespace Windlass.ControlPlane.Schema.Cel;

/// <summary>Names bound while a rule runs.</summary>
internal sealed record CelScope(ImmutableDictionary<string, CelValue> Names)
{
    public static CelScope Of(CelValue self, CelValue? oldSelf)
    {
        var names = ImmutableDictionary<string, CelValue>.Empty.Add("self", self);
        return new CelScope(oldSelf is null ? names : names.Add("oldSelf", oldSelf));
    }

    public CelScope With(string name, CelValue value) => new(Names.SetItem(name, value));
}
