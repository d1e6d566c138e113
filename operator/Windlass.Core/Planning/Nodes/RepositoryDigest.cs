using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Windlass.Core.Planning.Nodes;

/// <summary>Tells whether the sources file on a node is the one a release asks for.</summary>
public static class RepositoryDigest
{
    /// <summary>The same text object has the same digest: every look at every node asks for it. It goes when the text goes.</summary>
    private static readonly ConditionalWeakTable<string, string> Known = [];

    /// <summary>SHA-256 of the file as it is written: the content with one line feed at its end, in lower-case hex.</summary>
    /// <param name="content">deb822 text of the release.</param>
    public static string Of(string content) => Known.GetValue(content, static text => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FileText(text)))));

    /// <summary>The text as it is written to the file.</summary>
    /// <param name="content">deb822 text of the release.</param>
    public static string FileText(string content) => content.TrimEnd('\n') + "\n";
}
