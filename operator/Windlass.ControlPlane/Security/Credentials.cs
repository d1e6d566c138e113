using System.Security.Cryptography;

namespace Windlass.ControlPlane.Security;

/// <summary>
/// Every key of one control plane, in its data directory; made at first start, renewed before it runs out. Not thread-safe, except for reading
/// Server.
/// </summary>
internal sealed class Credentials
{
    private const string User = "windlass-admin";
    private const string Group = "system:masters";

    private readonly string _directory;
    private readonly string[] _names;
    private volatile KeyedCertificate _server;

    private Credentials(
        string directory, string[] names, CertificateAuthority authority, string token, KeyedCertificate server, KeyedCertificate client)
    {
        _directory = directory;
        _names = names;
        _server = server;
        Authority = authority;
        Token = token;
        Client = client;
    }

    public CertificateAuthority Authority { get; }

    /// <summary>Bearer token for clients that cannot present a certificate. As good as the administrator's key.</summary>
    public string Token { get; }

    public KeyedCertificate Server => _server;

    public KeyedCertificate Client { get; private set; }

    public static Credentials Open(string dataDirectory, IEnumerable<string> extraNames, TimeProvider time)
    {
        var directory = Path.Combine(dataDirectory, "pki");
        PrivateFile.CreateDirectory(directory);
        PrivateFile.CloseDirectory(directory);
        string[] names = ["localhost", "127.0.0.1", "::1", .. extraNames.Where(name => name.Length > 0)];
        names = [.. names.Distinct(StringComparer.Ordinal)];
        var authority = CertificateAuthority.Open(directory, time);
        // Kept across restarts, unless the names and addresses it must carry have changed: what clients have seen stays true.
        var server = KeyedCertificate.Load(ServerPath(directory));
        if (server is null || !authority.Serves(server.Certificate, names))
            server = IssueServer(authority, names, directory);
        var client = KeyedCertificate.Load(ClientPath(directory));
        if (client is null || authority.IsDue(client.Certificate) || !authority.Vouches(client.Certificate))
            client = IssueClient(authority, directory);
        return new Credentials(directory, names, authority, OpenToken(directory), server, client);
    }

    /// <summary>Renews what is about to run out; true when the client's certificate changed and the kubeconfig must be written again.</summary>
    public bool Renew()
    {
        if (Authority.IsDue(_server.Certificate))
            _server = IssueServer(Authority, _names, _directory);
        if (!Authority.IsDue(Client.Certificate))
            return false;
        Client = IssueClient(Authority, _directory);
        return true;
    }

    private static string ClientPath(string directory) => Path.Combine(directory, "admin.pem");

    private static string ServerPath(string directory) => Path.Combine(directory, "server.pem");

    private static KeyedCertificate IssueServer(CertificateAuthority authority, string[] names, string directory)
    {
        var server = authority.IssueServer(names);
        server.Save(ServerPath(directory));
        return server;
    }

    private static KeyedCertificate IssueClient(CertificateAuthority authority, string directory)
    {
        var client = authority.IssueClient(User, Group);
        client.Save(ClientPath(directory));
        return client;
    }

    private static string OpenToken(string directory)
    {
        var path = Path.Combine(directory, "admin.token");
        if (File.Exists(path))
        {
            var known = File.ReadAllText(path).Trim();
            if (known.Length >= 32)
                return known;
        }

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        PrivateFile.Write(path, token + "\n");
        return token;
    }
}
