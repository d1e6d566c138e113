using System.Globalization;

namespace Windlass.ControlPlane.Apply;

internal static class Timestamp
{
    /// <summary>metav1.Time: UTC, whole seconds.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
