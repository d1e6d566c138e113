namespace Windlass.Core.Planning.Gates;

/// <summary>Names with <c>*</c> for any characters.</summary>
internal static class NamePattern
{
    public static bool IsMatch(string pattern, string name)
    {
        var (at, star, mark) = (0, -1, 0);
        for (var i = 0; i < name.Length;)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, mark) = (at++, i);
            }
            else if (at < pattern.Length && pattern[at] == name[i])
            {
                (at, i) = (at + 1, i + 1);
            }
            else if (star >= 0)
            {
                // The last star takes one character more.
                (at, i) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(at).TrimStart('*').IsEmpty;
    }
}
