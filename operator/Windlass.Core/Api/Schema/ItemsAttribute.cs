namespace Windlass.Core.Api.Schema;

/// <summary>Bounds on a list or map, and how server-side apply merges the list, for the CRD.</summary>
/// <param name="maximum">Greatest number of items or entries.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemsAttribute(int maximum) : Attribute
{
    /// <summary>Greatest number of items or entries.</summary>
    public int Maximum { get; } = maximum;

    /// <summary>Least number of items or entries; 0 by default.</summary>
    public int Minimum { get; init; }

    /// <summary>Fields (camelCase) that identify an item: the list merges by them. Empty: the list is a set of strings, or is replaced whole.</summary>
    public string[] Keys { get; init; } = [];

    /// <summary>Each string may stand only once, and the list merges by value.</summary>
    public bool IsSet { get; init; }
}
