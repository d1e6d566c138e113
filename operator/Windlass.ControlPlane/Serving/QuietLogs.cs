using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Windlass.ControlPlane.Serving;

/// <summary>
/// The host program's logs, without what the web server says about every request: a line for each of kubectl's questions would bury the operator's
/// own.
/// </summary>
internal sealed class QuietLogs(ILoggerFactory host) : ILoggerFactory
{
    private const string Framework = "Microsoft.";

    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith(Framework, StringComparison.Ordinal) ? NullLogger.Instance : host.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => host.AddProvider(provider);

    /// <summary>The factory belongs to the host program.</summary>
    public void Dispose()
    {
    }
}
