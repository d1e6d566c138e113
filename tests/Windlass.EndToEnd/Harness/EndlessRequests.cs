using System.Diagnostics;

namespace Windlass.EndToEnd.Harness;

/// <summary>Clients that wait for answers which do not come.</summary>
internal sealed class EndlessRequests : IDisposable
{
    private readonly Process[] _clients;

    /// <param name="address">What they ask for.</param>
    /// <param name="count">How many: enough that each server has some.</param>
    public EndlessRequests(string address, int count)
    {
        _clients = [.. Enumerable.Range(0, count).Select(_ => new Process { StartInfo = Command.Prepare(Checkout.Lab, ["netns", "curl", "-s", "-o", "/dev/null", address]) })];
        foreach (var client in _clients)
        {
            client.Start();
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients)
        {
            // Those whose server went away have gone by themselves.
            if (!client.HasExited)
            {
                client.Kill(entireProcessTree: true);
                client.WaitForExit();
            }

            client.Dispose();
        }
    }
}
