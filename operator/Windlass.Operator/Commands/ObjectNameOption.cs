using System.Text.RegularExpressions;

namespace Windlass.Operator.Commands;

/// <summary>Options whose value becomes the name of an object.</summary>
internal static partial class ObjectNameOption
{
    /// <summary>What is wrong with the value; null: nothing, or there is none.</summary>
    public static string? Problem(string name, string? value) =>
        value is null || (value.Length <= 63 && Pattern().IsMatch(value)) ? null : $"{name} {value}: a name has letters a-z, digits and '-', at most 63";

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
