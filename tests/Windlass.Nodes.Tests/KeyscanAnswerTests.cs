using CsCheck;
using Windlass.Nodes.Answers;

namespace Windlass.Nodes.Tests;

[Collection("local node")]
public sealed class KeyscanAnswerTests(LocalNode local)
{
    private const string Ed25519 = "AAAAC3NzaC1lZDI1NTE5AAAAIPFmKoWEMl++rmr6vcwfrni2XyAeN8KleJgk6evD/yUn";

    [Fact]
    public void Lines_Parse_GivesOneKeyOfEachTypeTheStrongestFirst()
    {
        var keys = KeyscanAnswer.Parse($"# [h]:22 SSH-2.0\n[h]:22 ssh-rsa AAAAB3NzaC1yc2EAAAAD\nh ssh-ed25519 {Ed25519}\nh ssh-ed25519 {Ed25519}\nh ssh-dss AAAAB3NzaC1kc3MAAACB\nh odd\n");

        Assert.Equal(["ssh-ed25519", "ssh-rsa"], keys.Select(key => key.Type));
        Assert.Equal($"ssh-ed25519 {Ed25519}", keys[0].Text);
    }

    [Fact]
    public void AnyText_Parse_NeverThrowsAndEveryKeyHasAFingerprint() =>
        Gen.String[Gen.Char["h ssh-ed25519rAB=+/\n#"], 0, 120].Sample(text => KeyscanAnswer.Parse($"h ssh-rsa AAAA{text}").All(key => key.Fingerprint.Length > 7), iter: 5_000);

    [Fact]
    public async Task RealServer_Scan_GivesItsKeyAndTheFingerprintThatSshKeygenPrints()
    {
        var address = local.Address("scanned");

        var outcome = await new HostKeyScan(TimeProvider.System).ScanAsync(address.Host, address.Port, TestContext.Current.CancellationToken);

        var key = Assert.Single(Assert.IsType<HostKeyOutcome.Answered>(outcome).Keys);
        Assert.StartsWith(key.Text, local.HostKey, StringComparison.Ordinal);
        using var keygen = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("ssh-keygen", ["-lf", Path.Combine(local.Shared, "host.pub")]) { RedirectStandardOutput = true })!;
        Assert.Contains(key.Fingerprint, await keygen.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NobodyListens_Scan_SaysSo() => Assert.IsType<HostKeyOutcome.Failed>(
        await new HostKeyScan(TimeProvider.System).ScanAsync("127.0.0.1", LocalNode.FreePort(), TestContext.Current.CancellationToken));
}
