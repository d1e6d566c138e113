using System.Text.RegularExpressions;

using Windlass.Testing.KubeServers;

namespace Windlass.ControlPlane.Tests.Conformance.Transcripts;

/// <summary>
/// A difference that stays, with its reason. The text is taken out of both servers' lines before they are compared, and only where they do not
/// say the same with it; a line of which nothing is left goes.
/// </summary>
/// <param name="Server">The reference it is about.</param>
/// <param name="Command">Pattern of the commands.</param>
/// <param name="Text">Pattern of what one of the two says in a line, and the other does not or says otherwise.</param>
/// <param name="Reason">Why ours need not be like theirs.</param>
internal sealed record KnownDifference(ServerKind Server, string Command, string Text, string Reason)
{
    public bool IsAbout(ServerKind server, string command) => server == Server && Regex.IsMatch(command, Command);

    public string Without(string line) => Regex.Replace(line, Text, "");
}
