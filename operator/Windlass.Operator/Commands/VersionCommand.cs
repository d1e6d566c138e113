using System.CommandLine;
using Windlass.Operator.Hosting;

namespace Windlass.Operator.Commands;

/// <summary><c>windlass version</c>.</summary>
internal static class VersionCommand
{
    public static Command Create()
    {
        var command = new Command("version", "Print the version of windlass and of its runtime.");
        command.SetAction(result =>
        {
            result.InvocationConfiguration.Output.WriteLine($"windlass {Monitoring.Version} (.NET {Environment.Version})");
            return 0;
        });
        return command;
    }
}
