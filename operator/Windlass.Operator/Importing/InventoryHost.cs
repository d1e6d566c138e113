using System.Collections.Immutable;

namespace Windlass.Operator.Importing;

/// <summary>One machine of an inventory, with everything that groups say about it already applied.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Line">Where it first stands.</param>
/// <param name="Groups">Every group it belongs to, directly or through a child.</param>
/// <param name="Variables">Its variables; those that are no single value are left out.</param>
internal sealed record InventoryHost(
    string Name, int Line, ImmutableSortedSet<string> Groups, ImmutableSortedDictionary<string, string> Variables)
{
    /// <summary>The first of these variables that it has; null: none.</summary>
    public string? Variable(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Variables.TryGetValue(name, out var value) && value.Length > 0)
            {
                return value;
            }
        }

        return null;
    }
}
