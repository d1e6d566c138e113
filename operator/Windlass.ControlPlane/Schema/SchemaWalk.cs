namespace Windlass.ControlPlane.Schema;

internal static class SchemaWalk
{
    public static bool AnyRule(SchemaNode node) =>
        !node.Rules.IsEmpty
        || node.Properties.Values.Any(AnyRule)
        || (node.AdditionalProperties is { } values && AnyRule(values))
        || (node.Items is { } items && AnyRule(items));
}
