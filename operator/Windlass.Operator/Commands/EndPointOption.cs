using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;

namespace Windlass.Operator.Commands;

/// <summary>An option that takes an address and a port to listen on.</summary>
internal static class EndPointOption
{
    public static Option<IPEndPoint> Create(string name, string description, string byDefault) => new(name)
    {
        Description = description,
        HelpName = "address:port",
        DefaultValueFactory = _ => IPEndPoint.Parse(byDefault),
        CustomParser = result => Parse(name, result),
    };

    /// <summary>The same, or <c>off</c>.</summary>
    public static Option<EndPointOrOff> CreateOrOff(string name, string description, string byDefault) => new(name)
    {
        Description = description,
        HelpName = "address:port|off",
        DefaultValueFactory = _ => new EndPointOrOff(IPEndPoint.Parse(byDefault)),
        CustomParser = result => new EndPointOrOff(result.Tokens is [{ Value: "off" }] ? null : Parse(name, result)),
    };

    /// <summary>Stricter than <see cref="IPEndPoint.TryParse(string, out IPEndPoint)"/>, which reads a missing port as 0 and "8080" as an address.</summary>
    private static IPEndPoint? Parse(string name, ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var colon = text.LastIndexOf(':');
        if (colon > 0
            && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && IPEndPoint.TryParse(text, out var endPoint)
            && (text[0] == '[' || !text[..colon].Contains(':'))
            && (text[0] == '[' || text.AsSpan(0, colon).Count('.') == 3))
        {
            return endPoint;
        }

        result.AddError($"{name}: '{text}' is not an address and port; write for example 127.0.0.1:7443, [::1]:7443, or 0.0.0.0:0 for any free port");
        return null;
    }
}
