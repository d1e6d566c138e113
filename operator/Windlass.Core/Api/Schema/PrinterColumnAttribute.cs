namespace Windlass.Core.Api.Schema;

/// <summary>One column of <c>kubectl get</c>, for the CRD. Columns print in the order they are written.</summary>
/// <param name="name">Header.</param>
/// <param name="type">string, integer, boolean or date; a value of another type is left out by the server.</param>
/// <param name="jsonPath">Where the value stands.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class PrinterColumnAttribute(string name, string type, string jsonPath) : Attribute
{
    /// <summary>Header.</summary>
    public string Name { get; } = name;

    /// <summary>string, integer, boolean or date.</summary>
    public string Type { get; } = type;

    /// <summary>Where the value stands.</summary>
    public string JsonPath { get; } = jsonPath;

    /// <summary>What the column tells.</summary>
    public string Description { get; init; } = "";

    /// <summary>Only with <c>-o wide</c>.</summary>
    public bool IsWide { get; init; }
}
