using System.Net;
using System.Net.Sockets;
using Windlass.Operator.Importing;

namespace Windlass.Operator.Tests.Importing;

public sealed class FingerprintConsentTests
{
    [Fact]
    public async Task NobodyToAsk_Scan_AsksNoMachineAndGivesNothing()
    {
        var screen = new StringWriter();

        var nodes = await new FingerprintConsent(screen, person: null, isGiven: false).ScanAsync([Node()], TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.True(nodes.IsDefault);
        Assert.Contains("--yes-i-checked-the-fingerprints", screen.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("cmp1", screen.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yes\n", true)]
    [InlineData("y\n", false)]
    [InlineData("", false)]
    public async Task PersonAtTheTerminal_Scan_OnlyYesIsConsent(string answer, bool isGiven)
    {
        var screen = new StringWriter();

        var nodes = await new FingerprintConsent(screen, new StringReader(answer), isGiven: false)
            .ScanAsync([Node()], TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Contains("cmp1  no key: ", screen.ToString(), StringComparison.Ordinal);
        Assert.Equal(isGiven, !nodes.IsDefault);
        Assert.True(nodes.IsDefault || nodes[0].HostKeys.IsEmpty && nodes[0].Notes.Single().StartsWith("its host keys could not be read", StringComparison.Ordinal));
    }

    /// <summary>A machine on which nobody listens.</summary>
    private static ImportedNode Node()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return new()
        {
            Name = "cmp1", InventoryName = "cmp1", Address = "127.0.0.1", Port = port, User = "root", Roles = ["compute"], FailureDomain = "", HasHAProxy = false,
        };
    }
}
