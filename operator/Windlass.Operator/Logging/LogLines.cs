using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Windlass.Operator.Logging;

/// <summary>
/// One line per message: <c>12:03:04.123Z info node ctl2: Install keystone (try 1)</c>, times in UTC. Written at once and by the caller: what was
/// logged before a crash is there. An exception follows on lines of its own, indented.
/// </summary>
internal sealed class LogLines(TextWriter output, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => _loggers.GetOrAdd(ShortCategory.Of(categoryName), word => new Logger(word, this));

    /// <inheritdoc/>
    public void Dispose() => output.Flush();

    private void Write(LogLevel level, string word, string message, Exception? exception)
    {
        var line = $"{time.GetUtcNow():HH:mm:ss.fff}Z {Name(level)} {word} {message.ReplaceLineEndings(" | ")}";
        lock (_gate)
        {
            output.WriteLine(line);
            if (exception is not null)
            {
                output.WriteLine("    " + exception.ToString().ReplaceLineEndings(Environment.NewLine + "    "));
            }

            output.Flush();
        }
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };

    private sealed class Logger(string word, LogLines lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lines.Write(logLevel, word, formatter(state, exception), exception);
            }
        }
    }
}
