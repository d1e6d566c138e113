using System.Security.Cryptography;

namespace Windlass.Nodes;

/// <summary>A host key as a <c>.pub</c> file has it.</summary>
/// <param name="Type">For example <c>ssh-ed25519</c>.</param>
/// <param name="Base64">The key itself.</param>
public sealed record HostKey(string Type, string Base64)
{
    /// <summary>Type and key, as <c>hostKeys</c> takes them.</summary>
    public string Text => $"{Type} {Base64}";

    /// <summary>As <c>ssh-keygen -l</c> prints it on the machine: <c>SHA256:...</c></summary>
    public string Fingerprint => $"SHA256:{Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(Base64))).TrimEnd('=')}";
}
