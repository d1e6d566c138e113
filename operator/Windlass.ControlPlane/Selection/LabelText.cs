using System.Text.RegularExpressions;

namespace Windlass.ControlPlane.Selection;

/// <summary>The shape of label keys and values (and of qualified names elsewhere).</summary>
internal static partial class LabelText
{
    public const int MaximumLength = 63;
    private const int MaximumPrefix = 253;

    public static bool IsValue(string value) => value.Length == 0 || IsName(value);

    /// <summary>[prefix/]name, the prefix a DNS subdomain.</summary>
    public static bool IsKey(string key)
    {
        var slash = key.IndexOf('/');
        if (slash < 0)
            return IsName(key);
        var prefix = key[..slash];
        return prefix.Length is > 0 and <= MaximumPrefix && Subdomain().IsMatch(prefix) && IsName(key[(slash + 1)..]);
    }

    private static bool IsName(string name) => name.Length is > 0 and <= MaximumLength && Name().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();
}
