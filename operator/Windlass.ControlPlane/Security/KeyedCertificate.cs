using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Windlass.ControlPlane.Security;

/// <summary>A certificate with its ECDSA key, as two PEM blocks in one private file.</summary>
internal sealed class KeyedCertificate(X509Certificate2 certificate)
{
    public X509Certificate2 Certificate { get; } = certificate;

    public string CertificatePem => Certificate.ExportCertificatePem() + "\n";

    public string KeyPem
    {
        get
        {
            using var key = Certificate.GetECDsaPrivateKey()!;
            return key.ExportPkcs8PrivateKeyPem() + "\n";
        }
    }

    public void Save(string path) => PrivateFile.Write(path, CertificatePem + KeyPem);

    /// <summary>Null when there is no such file.</summary>
    /// <exception cref="ControlPlaneUnavailableException">The file is not what we wrote.</exception>
    public static KeyedCertificate? Load(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return new KeyedCertificate(X509Certificate2.CreateFromPemFile(path, path));
        }
        catch (CryptographicException exception)
        {
            throw new ControlPlaneUnavailableException(
                $"{path} does not hold a certificate and its key ({exception.Message}). Remove it to have it made again.", exception);
        }
    }
}
