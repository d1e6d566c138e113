using System.Collections.Immutable;

namespace Windlass.ControlPlane.Serving;

/// <summary>The Accept header, in the client's order of preference (which is how API servers read it: clients list what they want first).</summary>
internal static class AcceptHeader
{
    /// <summary>Null when nothing the client accepts can be given.</summary>
    public static Presentation? Choose(string header)
    {
        if (string.IsNullOrWhiteSpace(header))
            return Presentation.Whole;
        foreach (var offer in Offers(header))
        {
            if (!IsJson(offer.MediaType))
                continue;
            if (offer.As.Length == 0)
                return Presentation.Whole;
            if (offer.Group != "meta.k8s.io" || offer.Version != "v1")
                continue;
            if (offer.As == "Table")
                return Presentation.Table;
            if (offer.As is "PartialObjectMetadata" or "PartialObjectMetadataList")
                return Presentation.MetadataOnly;
        }

        return null;
    }

    /// <summary>The first apidiscovery.k8s.io version asked for that we have; null for the older form of discovery.</summary>
    public static string? ChooseDiscovery(string header)
    {
        foreach (var offer in Offers(header))
        {
            if (!IsJson(offer.MediaType))
                continue;
            if (offer.As.Length == 0)
                return null;
            if (offer is { As: "APIGroupDiscoveryList", Group: "apidiscovery.k8s.io", Version: "v2" or "v2beta1" })
                return offer.Version;
        }

        return null;
    }

    public static ImmutableArray<AcceptOffer> Offers(string header) => [.. header.Split(',').Select(Parse)];

    private static bool IsJson(string mediaType) => mediaType is "application/json" or "*/*" or "application/*";

    private static AcceptOffer Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        string Parameter(string name) =>
            parts.Skip(1).FirstOrDefault(part => part.StartsWith(name + "=", StringComparison.Ordinal)) is { } found
                ? found[(name.Length + 1)..]
                : "";
        return new AcceptOffer(parts[0].ToLowerInvariant(), Parameter("as"), Parameter("g"), Parameter("v"));
    }
}
