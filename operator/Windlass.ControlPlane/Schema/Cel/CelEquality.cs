using System.Text.Json.Nodes;

namespace Windlass.ControlPlane.Schema.Cel;

internal static class CelEquality
{
    public static bool AreEqual(CelValue left, CelValue right) => (left, right) switch
    {
        (CelValue.Nothing, CelValue.Nothing) => true,
        (CelValue.Truth a, CelValue.Truth b) => a.Value == b.Value,
        (CelValue.Text a, CelValue.Text b) => a.Value == b.Value,
        (CelValue.Whole a, CelValue.Whole b) => a.Value == b.Value,
        (CelValue.Real a, CelValue.Real b) => a.Value.Equals(b.Value),
        (CelValue.Whole a, CelValue.Real b) => b.Value.Equals(a.Value),
        (CelValue.Real a, CelValue.Whole b) => a.Value.Equals(b.Value),
        (CelValue.Mapping a, CelValue.Mapping b) => JsonNode.DeepEquals(a.Source, b.Source),
        (CelValue.Sequence a, CelValue.Sequence b) =>
            a.Items.Length == b.Items.Length && a.Items.Zip(b.Items).All(pair => AreEqual(pair.First, pair.Second)),
        _ => false,
    };
}
