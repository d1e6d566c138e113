namespace Windlass.ControlPlane.Schema.Cel;

/// <summary>
/// Field names that are no CEL identifiers are written escaped in rules: <c>a-b</c> as <c>a__dash__b</c>, the word <c>in</c> as <c>__in__</c>.
/// </summary>
internal static class CelNames
{
    public static string Unescape(string name)
    {
        if (!name.Contains("__", StringComparison.Ordinal))
            return name;
        if (name.Length > 4
            && name.StartsWith("__", StringComparison.Ordinal)
            && name.EndsWith("__", StringComparison.Ordinal)
            && !name[2..^2].Contains("__", StringComparison.Ordinal)
            && name is not ("__dash__" or "__dot__" or "__slash__" or "__underscores__"))
            return name[2..^2];
        return name.Replace("__dash__", "-", StringComparison.Ordinal)
            .Replace("__dot__", ".", StringComparison.Ordinal)
            .Replace("__slash__", "/", StringComparison.Ordinal)
            .Replace("__underscores__", "__", StringComparison.Ordinal);
    }
}
