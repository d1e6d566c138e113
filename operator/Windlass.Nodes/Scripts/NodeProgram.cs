using System.Collections.Immutable;
using System.Text;

namespace Windlass.Nodes.Scripts;

/// <summary>A script and its data: as a text for a shell, or as an order to the node's wrapper, which has the script itself.</summary>
/// <param name="Name">Name of the script, as the wrapper knows it.</param>
/// <param name="Resources">What the text is made of; the last one defines <c>main</c>.</param>
/// <param name="Nonce">Marks the answer's own lines.</param>
/// <param name="Data">Its data, in order, without the nonce.</param>
internal sealed record NodeProgram(string Name, ImmutableArray<string> Resources, string Nonce, ImmutableArray<ScriptDatum> Data)
{
    /// <summary>Of a step: what the node is to keep and run.</summary>
    public StepBody? Body { get; init; }

    /// <summary>Data for the wrapper alone.</summary>
    public ImmutableArray<ScriptDatum> Announced { get; init; } = [];

    /// <summary>Longest answer, in bytes.</summary>
    public int LongestAnswer { get; init; } = 4 * 1024 * 1024;

    /// <summary>Text for <c>sh -s</c>.</summary>
    public string ForShell => ScriptText.Compose(Resources, "WINDLASS-" + Nonce, WithNonce, Body is null ? "" : Convert.ToBase64String(Encoding.UTF8.GetBytes(Body.Text)));

    /// <summary>Order for <c>windlass-node</c>: no text in it is ever run.</summary>
    public string ForWrapper
    {
        get
        {
            var order = new StringBuilder($"windlass-node 1 {NodeWrapper.Release} {Name}\n");
            ScriptText.Append(order, WithNonce.AddRange(Announced));
            if (Body is not null)
            {
                ScriptText.Append(order, Body.Data);
            }

            return order.ToString();
        }
    }

    private ImmutableArray<ScriptDatum> WithNonce => Data.Insert(0, new ScriptDatum("nonce", Nonce));
}
