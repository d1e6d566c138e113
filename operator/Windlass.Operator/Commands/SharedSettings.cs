using System.Net;

namespace Windlass.Operator.Commands;

/// <summary>Values of <see cref="SharedOptions"/>.</summary>
internal sealed record SharedSettings(string? SshConfigFile, string RuntimeDirectory, IPEndPoint Monitoring);
