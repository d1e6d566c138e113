using System.Net;

namespace Windlass.Operator.Commands;

/// <summary>Where to listen, if at all.</summary>
/// <param name="EndPoint">Null: off. (A parser of System.CommandLine may not give null itself.)</param>
internal sealed record EndPointOrOff(IPEndPoint? EndPoint)
{
    /// <summary>As help tells the default.</summary>
    public override string ToString() => EndPoint?.ToString() ?? "off";
}
