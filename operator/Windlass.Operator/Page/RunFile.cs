using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Windlass.Operator.Hosting;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Page;

/// <summary>
/// A run as one HTML file that needs nothing else: the page itself with the run inside of it. Keys, passwords and addresses are taken out as from
/// the report; the file may run its own script and nothing else, whatever stands in the run.
/// </summary>
internal static class RunFile
{
    /// <summary>The file's text.</summary>
    public static string Of(RunSight sight)
    {
        var feed = new RunFeed();
        feed.Show(sight);
        var data = Redacted(new SavedRun(feed.Since(null), Why(sight), Monitoring.Version));
        var (style, script) = (PageAssets.Text("page.css"), string.Concat(PageAssets.Scripts.Select(PageAssets.Text)));
        var policy = $"default-src 'none'; script-src '{Hash(script)}'; style-src '{Hash(style)}'; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
        var page = PageAssets.Text("index.html");
        var body = page[page.IndexOf("<body>", StringComparison.Ordinal)..page.IndexOf("</body>", StringComparison.Ordinal)];
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>{WebUtility.HtmlEncode(sight.Upgrade.Metadata.Name)} · Windlass</title>
            <link rel="icon" href="data:,">
            <style>{style}</style>
            </head>
            {body}<script type="application/json" id="saved">{data}</script>
            <script>{script}</script>
            </body>
            </html>

            """;
    }

    /// <summary>What a node would be asked about later: those that something was wrong with. The others tell all they have in the chart.</summary>
    private static ImmutableSortedDictionary<string, WhyDocument> Why(RunSight sight)
    {
        var wrong = sight.Orders.Where(order => order.Status is { LastFailure: not null } or { FailedChecks.IsEmpty: false } || NodeLine.Of(order).State is not (NodeState.AtTarget or NodeState.Pending))
            .Select(order => order.Spec.NodeName).ToHashSet(StringComparer.Ordinal);
        return sight.Nodes.Where(node => wrong.Contains(node.Metadata.Name))
            .ToImmutableSortedDictionary(node => node.Metadata.Name, node => WhyDocument.Of(sight, node), StringComparer.Ordinal);
    }

    /// <summary>As text for the inside of a script element: the strict encoder has left no "&lt;" in it.</summary>
    private static string Redacted(SavedRun run) =>
        new Redaction().Of(JsonSerializer.SerializeToNode(run, PageJson.Default.SavedRun))!.ToJsonString();

    /// <summary>Browsers take CRLF for LF before they count.</summary>
    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
