using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Windlass.Operator.Metrics;

/// <summary>The process itself, by the names that every Prometheus client library uses.</summary>
internal static class ProcessGauges
{
    private const string Descriptors = "/proc/self/fd";

    internal static void Create(Meter meter)
    {
        var started = Started();
        meter.CreateObservableGauge("process_start_time_seconds", () => started, null, "When the process started.");
        meter.CreateObservableCounter("process_cpu_seconds_total", () => Environment.CpuUsage.TotalTime.TotalSeconds, null, "Processor time used, in user and system mode.");
        meter.CreateObservableGauge("process_resident_memory_bytes", () => Environment.WorkingSet, null, "Resident memory.");
        meter.CreateObservableGauge("process_open_fds", OpenDescriptors, null, "Open file descriptors; each SSH connection has some.");
    }

    private static double Started()
    {
        using var self = Process.GetCurrentProcess();
        return new DateTimeOffset(self.StartTime).ToUnixTimeMilliseconds() / 1000.0;
    }

    private static IEnumerable<Measurement<int>> OpenDescriptors() =>
        Directory.Exists(Descriptors) ? [new Measurement<int>(Directory.EnumerateFileSystemEntries(Descriptors).Count())] : [];
}
