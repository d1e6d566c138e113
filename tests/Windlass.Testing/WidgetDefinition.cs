namespace Windlass.Testing;

/// <summary>The CustomResourceDefinition of <see cref="Widget"/>, for servers that serve only what is defined.</summary>
public static class WidgetDefinition
{
    /// <summary>The definition as JSON.</summary>
    public const string Json =
        """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.testing.windlass.dev"},
         "spec":{"group":"testing.windlass.dev","scope":"Namespaced","names":{"plural":"widgets","singular":"widget","kind":"Widget","listKind":"WidgetList"},
          "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},
           "schema":{"openAPIV3Schema":{"type":"object","properties":{
            "apiVersion":{"type":"string"},"kind":{"type":"string"},"metadata":{"type":"object"},
            "spec":{"type":"object","properties":{"size":{"type":"integer","minimum":0},"color":{"type":"string"},
             "tags":{"type":"array","items":{"type":"string"},"x-kubernetes-list-type":"atomic"}}},
            "status":{"type":"object","properties":{"seen":{"type":"integer"},
             "conditions":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["type"],
              "items":{"type":"object","required":["type","status"],"properties":{"type":{"type":"string"},"status":{"type":"string"},
               "reason":{"type":"string"},"message":{"type":"string"},"lastTransitionTime":{"type":"string","format":"date-time"},
               "observedGeneration":{"type":"integer","format":"int64"}}}}}}}}}}]}}
        """;
}
