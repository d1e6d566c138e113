using System.CommandLine;
using Windlass.Operator.Commands;

var root = new RootCommand("Moves a running bare-metal cloud to its next release without its users noticing.")
{
    StandaloneCommand.Create(),
    OperatorCommand.Create(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
