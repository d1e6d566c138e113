using Microsoft.Extensions.Logging;

namespace Windlass.Operator.Logging;

/// <summary>Logs go to standard error; standard output is for what a command answers.</summary>
internal static class Logs
{
    public static ILoggerFactory Create() => LoggerFactory.Create(builder => builder
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddProvider(new LogLines(Console.Error, TimeProvider.System)));
}
