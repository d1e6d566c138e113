using System.Net.Http.Headers;
using System.Text;
using Windlass.Kubernetes.Configuration;

namespace Windlass.Kubernetes.Http;

/// <summary>Where credentials come from; caches them as long as they are good.</summary>
internal abstract class CredentialSource
{
    /// <summary>The credentials for the next request.</summary>
    public abstract ValueTask<CredentialOutcome> GetAsync(CancellationToken cancellation);

    /// <summary>The server answered 401 to <paramref name="used"/>: forget it, so that the next request asks anew.</summary>
    public abstract void Refused(Credential used);

    /// <summary>The source a connection asks for; kubectl's order: exec, token file, token, basic.</summary>
    public static CredentialSource For(ClusterConnection connection, TimeProvider time)
    {
        if (connection.Exec is { } plugin)
        {
            return new ExecCredentials(plugin, time);
        }

        if (connection.TokenFile is { } file)
        {
            return new TokenFileCredentials(file, time);
        }

        if (connection.Token is { } token)
        {
            return new StaticCredentials(Credential.Bearer(token.Reveal()));
        }

        if (connection.Basic is { } login)
        {
            var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.UserName}:{login.Password.Reveal()}"));
            return new StaticCredentials(new Credential(new AuthenticationHeaderValue("Basic", pair)));
        }

        return new StaticCredentials(new Credential(null));
    }
}
