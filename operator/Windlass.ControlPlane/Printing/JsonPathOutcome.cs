namespace Windlass.ControlPlane.Printing;

/// <summary>What parsing a JSON path gave.</summary>
internal abstract record JsonPathOutcome
{
    private JsonPathOutcome()
    {
    }

    public sealed record Parsed(JsonPath Path) : JsonPathOutcome;

    /// <param name="Why">What is wrong, with the offset.</param>
    public sealed record Refused(string Why) : JsonPathOutcome;
}
