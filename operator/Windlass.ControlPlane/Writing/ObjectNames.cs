using System.Security.Cryptography;
using System.Text.RegularExpressions;

using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Writing;

/// <summary>The rules of metadata.name, and names made for objects that ask for one.</summary>
internal static partial class ObjectNames
{
    private const int SubdomainLimit = 253;
    private const int LabelLimit = 63;
    private const int SuffixLength = 5;

    /// <summary>No vowels and no look-alikes: generated names spell nothing and are read aloud without mistakes. Upstream's alphabet.</summary>
    private const string SuffixAlphabet = "bcdfghjklmnpqrstvwxz2456789";

    public static string Generate(string prefix)
    {
        var kept = prefix.Length > LabelLimit - SuffixLength ? prefix[..(LabelLimit - SuffixLength)] : prefix;
        return kept + RandomNumberGenerator.GetString(SuffixAlphabet, SuffixLength);
    }

    /// <summary>Null when the name will do.</summary>
    public static FieldError? CheckSubdomain(string name)
    {
        if (name.Length > SubdomainLimit)
            return Refuse(name, $"must be no more than {SubdomainLimit} bytes");
        return Subdomain().IsMatch(name) ? null : Refuse(
            name,
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an " +
            "alphanumeric character " +
            "(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
    }

    /// <summary>Null when the name will do for a namespace.</summary>
    public static FieldError? CheckLabel(string name)
    {
        if (name.Length > LabelLimit)
            return Refuse(name, $"must be no more than {LabelLimit} bytes");
        return Label().IsMatch(name) ? null : Refuse(
            name,
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an " +
            "alphanumeric character " +
            "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");
    }

    private static FieldError Refuse(string name, string why) =>
        new("metadata.name", FieldReason.FieldValueInvalid, $"Invalid value: \"{name}\": {why}");

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Label();
}
