using System.Text.Json.Serialization;

namespace Windlass.Core.LoadBalancing;

/// <summary>Administrative state of a server, as HAProxy's <c>srv_admin_state</c> bits sum it up. Ordered: each state takes more away than the one before.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AdminState>))]
public enum AdminState
{
    /// <summary>No bit set: takes traffic when healthy.</summary>
    Ready,

    /// <summary>No new sessions (0x08, or 0x10 when inherited); health checks go on.</summary>
    Drain,

    /// <summary>No traffic and no checks (0x01, or 0x02, 0x04, 0x20, 0x40).</summary>
    Maintenance,
}
