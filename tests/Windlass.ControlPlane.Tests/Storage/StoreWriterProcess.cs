using System.Diagnostics;
using System.Text.Json.Nodes;

using Microsoft.Extensions.Logging.Abstractions;

using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Tests.Storage;

/// <summary>
/// A child process that writes to a store as fast as it can and prints the name of every object whose write was acknowledged, until it is killed.
/// It is this assembly started again with a variable set, so that the test needs no second program.
/// </summary>
internal static class StoreWriterProcess
{
    private const string Variable = "WINDLASS_TEST_STORE_WRITER";
    private const int Writers = 16;

    public static Process Start(string directory)
    {
        // The host program beside the assembly, whichever program runs the tests.
        var host = Path.ChangeExtension(typeof(StoreWriterProcess).Assembly.Location, null);
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment[Variable] = directory;
        return Process.Start(start)!;
    }

    /// <summary>False in every process but the child.</summary>
    public static bool RunWhenAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } directory)
            return false;
        WriteForeverAsync(directory).GetAwaiter().GetResult();
        return true;
    }

    private static async Task WriteForeverAsync(string directory)
    {
        var store = ObjectStore.Open(directory, ChangeLogLimits.Default, TimeProvider.System, NullLogger.Instance);
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var i = 0; ; i++)
            {
                var name = $"o-{Environment.ProcessId}-{writer}-{i}";
                await store.WriteAsync(transaction => transaction.Put(new ObjectKey("/configmaps", "default", name), Tree(name)));
                lock (gate)
                    output.WriteLine(name);
            }
        }));
    }

    private static JsonObject Tree(string name) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["uid"] = Guid.NewGuid().ToString() },
        ["data"] = new JsonObject { ["text"] = new string('x', 500) },
    };
}
