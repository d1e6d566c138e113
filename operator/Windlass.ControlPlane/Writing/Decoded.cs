using System.Collections.Immutable;
using System.Text.Json.Nodes;

using Windlass.ControlPlane.Serving;

namespace Windlass.ControlPlane.Writing;

/// <summary>A request body as an object, or why it is none.</summary>
internal abstract record Decoded
{
    private Decoded()
    {
    }

    /// <param name="Complaints">Duplicate fields, worded for clients.</param>
    public sealed record Body(JsonObject Tree, ImmutableArray<string> Complaints) : Decoded;

    public sealed record Refused(ApiFailure Failure) : Decoded;
}
