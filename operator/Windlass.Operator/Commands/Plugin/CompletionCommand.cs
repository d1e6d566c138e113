using System.CommandLine;

namespace Windlass.Operator.Commands.Plugin;

/// <summary><c>windlass completion SHELL</c>: the shell asks the program itself what may follow, so it never tells of a verb that is not there.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # windlass: completion for bash. source <(windlass completion bash)
        _windlass() {
            local IFS=$'\n'
            COMPREPLY=($("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null))
            COMPREPLY=($(compgen -W "${COMPREPLY[*]}" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -F _windlass windlass kubectl-windlass

        """;

    private const string Zsh = """
        #compdef windlass kubectl-windlass
        # windlass: completion for zsh. source <(windlass completion zsh)
        _windlass() {
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            compadd -a found
        }
        compdef _windlass windlass kubectl-windlass

        """;

    private const string Fish = """
        # windlass: completion for fish. windlass completion fish | source
        complete -c windlass -f -a '(windlass "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null)'

        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print the completion script of a shell.") { shell };
        command.SetAction(result => result.InvocationConfiguration.Output.Write(result.GetRequiredValue(shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => Fish,
        }));
        return command;
    }
}
