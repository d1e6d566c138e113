namespace Windlass.Core.Planning;

/// <summary>People write unit names with and without suffix; systemd answers with it.</summary>
internal static class UnitName
{
    private static readonly string[] Suffixes = [".service", ".socket", ".timer", ".path", ".target", ".mount"];

    public static string Of(string name) => Suffixes.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal)) ? name : name + ".service";
}
