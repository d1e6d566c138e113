namespace Windlass.Core.Tests.Crds;

/// <summary>A YAML mapping that keeps the order in which it was written.</summary>
internal sealed class OrderedMap : OrderedDictionary<string, object>
{
    public void AddIf(string key, object? value)
    {
        if (value is not null)
        {
            Add(key, value);
        }
    }
}
