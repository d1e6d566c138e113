using System.Text.RegularExpressions;

namespace Windlass.Operator.Importing;

/// <summary>Reads an Ansible inventory of either form.</summary>
internal static partial class AnsibleInventory
{
    /// <param name="file">Name for problems; its ending tells YAML, else the first line that says something does.</param>
    /// <param name="text">Its contents.</param>
    public static InventoryReading Read(string file, string text)
    {
        var isYaml = Path.GetExtension(file) is ".yml" or ".yaml" or ".json" || YamlStart().IsMatch(text);
        return isYaml ? AnsibleYaml.Read(file, text) : AnsibleIni.Read(file, text);
    }

    [GeneratedRegex(@"\A\uFEFF?(\s*#[^\n]*\n|\s*\n)*(---|[A-Za-z0-9_-]+:[ \t]*\r?\n|\{)", RegexOptions.NonBacktracking)]
    private static partial Regex YamlStart();
}
