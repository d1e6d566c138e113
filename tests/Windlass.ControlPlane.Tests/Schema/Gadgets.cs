using System.Text.Json.Nodes;
using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Schema;

namespace Windlass.ControlPlane.Tests.Schema;

/// <summary>The definition whose answers were recorded from a real 1.36 server; the expectations of these tests are those answers.</summary>
internal static class Gadgets
{
    public const string Manifest = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: gadgets.t.example.com}
        spec:
          group: t.example.com
          scope: Namespaced
          names: {plural: gadgets, singular: gadget, kind: Gadget, listKind: GadgetList, shortNames: [gd], categories: [windlass]}
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}}
            selectableFields: [{jsonPath: .spec.mode}]
            additionalPrinterColumns:
            - {name: Mode, type: string, jsonPath: .spec.mode, description: The mode}
            - {name: Replicas, type: integer, jsonPath: .spec.replicas}
            - {name: Wrong, type: integer, jsonPath: .spec.mode}
            - {name: Cnt, type: string, jsonPath: .spec.replicas}
            - {name: Flag, type: boolean, jsonPath: .spec.flag}
            - {name: Ready, type: string, jsonPath: '.status.conditions[?(@.type=="Ready")].status'}
            - {name: Roles, type: string, jsonPath: .spec.roles}
            - {name: RolesAll, type: string, jsonPath: '.spec.roles[*]'}
            - {name: Labels, type: string, jsonPath: .spec.tags}
            - {name: Since, type: date, jsonPath: .spec.since}
            - {name: Float, type: number, jsonPath: .spec.ratio}
            - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
            schema:
              openAPIV3Schema:
                type: object
                description: A gadget.
                required: [spec]
                properties:
                  spec:
                    type: object
                    required: [mode]
                    x-kubernetes-validations:
                    - {rule: "!has(oldSelf.fixed) || (has(self.fixed) && self.fixed == oldSelf.fixed)", message: fixed is immutable, reason: FieldValueForbidden}
                    - {rule: "!has(self.tags) || self.tags.all(k, k != 'bad')", message: no bad tag}
                    - {rule: "!has(self.roles) || size(self.roles) < 3 || self.mode == 'a'"}
                    properties:
                      mode: {type: string, enum: [a, c]}
                      fixed: {type: string}
                      replicas: {type: integer, format: int32, minimum: 1, maximum: 10, default: 1}
                      xmin: {type: integer, minimum: 1, exclusiveMinimum: true}
                      xmax: {type: integer, maximum: 9, exclusiveMaximum: true}
                      ratio: {type: number}
                      flag: {type: boolean}
                      since: {type: string, format: date-time}
                      name: {type: string, pattern: "^[a-z]+$", minLength: 2, maxLength: 5}
                      roles: {type: array, items: {type: string, enum: [x, y, z]}, x-kubernetes-list-type: set, maxItems: 3, minItems: 1}
                      uniq: {type: array, items: {type: string}, maxItems: 2}
                      ports:
                        type: array
                        maxItems: 5
                        x-kubernetes-list-type: map
                        x-kubernetes-list-map-keys: [name]
                        items: {type: object, required: [name], properties: {name: {type: string}, port: {type: integer}, proto: {type: string, default: TCP}}}
                      atoms: {type: array, x-kubernetes-list-type: atomic, items: {type: object, properties: {a: {type: string}}}}
                      tags: {type: object, maxProperties: 2, minProperties: 1, additionalProperties: {type: string, maxLength: 5}}
                      ios: {x-kubernetes-int-or-string: true}
                      nul: {type: string, nullable: true}
                      any: {type: object, x-kubernetes-preserve-unknown-fields: true}
                      deep: {type: object, properties: {er: {type: object, properties: {x: {type: integer}}}}}
                  status:
                    type: object
                    default: {observedGeneration: -1}
                    properties:
                      observedGeneration: {type: integer, format: int64}
                      conditions:
                        type: array
                        x-kubernetes-list-type: map
                        x-kubernetes-list-map-keys: [type]
                        items: {type: object, required: [type, status], properties: {type: {type: string}, status: {type: string}, reason: {type: string}, lastTransitionTime: {type: string, format: date-time}}}
        """;

    public static ResourceDefinition Definition { get; } = ResourceDefinition.FromManifest(Yaml.ToJson(Manifest)[0]);

    public static StructuralSchema Schema => Definition.Schema;

    /// <param name="spec">JSON of the spec; null leaves it out.</param>
    public static JsonObject Make(string? spec, string name = "g")
    {
        var gadget = new JsonObject { ["apiVersion"] = "t.example.com/v1", ["kind"] = "Gadget", ["metadata"] = new JsonObject { ["name"] = name } };
        if (spec is not null)
            gadget["spec"] = JsonNode.Parse(spec);
        return gadget;
    }

    public static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    /// <summary>What a server of gadgets describes: the built-in kinds, and gadgets as they are or as given.</summary>
    public static ResourceDefinition[] AndBuiltIn(ResourceDefinition? gadget = null) =>
        [.. BuiltInResources.Load().Select(resource => resource.Definition), gadget ?? Definition];
}
