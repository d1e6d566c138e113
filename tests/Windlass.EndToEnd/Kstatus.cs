using System.Text.Json.Nodes;
using Windlass.EndToEnd.Harness;

namespace Windlass.EndToEnd;

/// <summary>kstatus's rules for kinds that it does not know (sigs.k8s.io/cli-utils, pkg/kstatus/status: generic.go), as Flux, kpt and Argo CD follow them.</summary>
internal static class Kstatus
{
    public const string Current = "Current";
    public const string InProgress = "InProgress";
    public const string Failed = "Failed";
    public const string Terminating = "Terminating";

    public static string Of(JsonNode resource)
    {
        if (resource["metadata"]!["deletionTimestamp"] is not null)
        {
            return Terminating;
        }

        if (resource["status"]?["observedGeneration"] is { } observed && (long)observed != (long)resource["metadata"]!["generation"]!)
        {
            return InProgress;
        }

        foreach (var condition in resource["status"]?["conditions"]?.AsArray() ?? [])
        {
            switch (((string?)condition!["type"], (string?)condition["status"]))
            {
                case ("Reconciling", "True"):
                    return InProgress;
                case ("Stalled", "True"):
                    return Failed;
            }
        }

        return Conditions.Find(resource, "Ready") is { } ready && (string?)ready["status"] != "True" ? InProgress : Current;
    }
}
