using System.Text.RegularExpressions;

namespace Windlass.Nodes.Scripts;

/// <summary>What may travel as a bare word: these come from resources that people write.</summary>
internal static partial class SafeWord
{
    /// <summary>Names of packages, units, versions, accounts: no character that means something to a shell or climbs out of a folder.</summary>
    public static bool IsName(string? value) => value is not null && NamePattern().IsMatch(value) && !value.Contains("..", StringComparison.Ordinal);

    /// <summary>A unit name with suffix.</summary>
    public static bool IsUnit(string? value) => IsName(value) && !value!.Contains('=') && value.IndexOf('.') > 0;

    /// <summary>A pattern of file names in one folder.</summary>
    public static bool IsGlob(string? value) => value is not null && GlobPattern().IsMatch(value) && !value.StartsWith('.');

    /// <summary>A question of debconf, or a pattern of some.</summary>
    public static bool IsQuestion(string? value) => value is not null && QuestionPattern().IsMatch(value);

    /// <summary>An http or https address.</summary>
    public static bool IsUrl(string? value) => value is not null && UrlPattern().IsMatch(value);

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.:@%+=,~-]{0,254}\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_.*?\[\]+~-]{1,255}\z")]
    private static partial Regex GlobPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9*][A-Za-z0-9*+._-]*(/[A-Za-z0-9*+._-]+)+\z")]
    private static partial Regex QuestionPattern();

    [GeneratedRegex(@"\Ahttps?://[A-Za-z0-9._:\[\]-]{1,255}(/[A-Za-z0-9._~:/?&=%+,@-]{0,1024})?\z")]
    private static partial Regex UrlPattern();
}
