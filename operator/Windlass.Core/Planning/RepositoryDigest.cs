using System.Security.Cryptography;
using System.Text;

namespace Windlass.Core.Planning;

/// <summary>Tells whether the sources file on a node is the one a release asks for.</summary>
public static class RepositoryDigest
{
    /// <summary>SHA-256 of the file as it is written: the content with one line feed at its end, in lower-case hex.</summary>
    /// <param name="content">deb822 text of the release.</param>
    public static string Of(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FileText(content))));

    /// <summary>The text as it is written to the file.</summary>
    /// <param name="content">deb822 text of the release.</param>
    public static string FileText(string content) => content.TrimEnd('\n') + "\n";
}
