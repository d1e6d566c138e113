using System.Buffers.Text;
using System.Globalization;
using System.Text;

using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Serving;

/// <summary>Where a paged list goes on: after which object, at which revision. Opaque to clients.</summary>
internal sealed record ContinueToken(long Revision, ObjectPlace After)
{
    public string Encode() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Revision}/{After.Namespace}/{After.Name}")));

    /// <summary>Null when the text is no token of ours.</summary>
    public static ContinueToken? Decode(string text)
    {
        if (!Base64Url.IsValid(text))
            return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('/');
        return parts.Length == 3 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? new ContinueToken(revision, new ObjectPlace(parts[1], parts[2]))
            : null;
    }
}
