namespace Windlass.ControlPlane.Tests.Serving;

/// <summary>The custom kind that the serving tests use.</summary>
internal static class WidgetDefinition
{
    public const string Yaml = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: widgets.demo.example.com
        spec:
          group: demo.example.com
          scope: Namespaced
          names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList, shortNames: [wd], categories: [demo]}
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}}
            selectableFields:
            - jsonPath: .spec.colour
            additionalPrinterColumns:
            - {name: Colour, type: string, jsonPath: .spec.colour}
            - {name: Size, type: integer, jsonPath: .spec.size}
            - {name: Ready, type: string, jsonPath: '.status.conditions[?(@.type=="Ready")].status'}
            - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
            - {name: Note, type: string, jsonPath: .spec.note, priority: 1}
            schema:
              openAPIV3Schema:
                description: A widget, for tests.
                type: object
                required: [spec]
                properties:
                  spec:
                    description: What is wanted.
                    type: object
                    required: [colour]
                    properties:
                      colour: {type: string, description: The colour it has., enum: [red, green, blue]}
                      size: {type: integer, description: "How large, in millimetres.", minimum: 1, maximum: 10, default: 3}
                      note: {type: string, maxLength: 64}
                  status:
                    type: object
                    default: {observedGeneration: -1}
                    properties:
                      observedGeneration: {type: integer}
                      conditions:
                        type: array
                        x-kubernetes-list-type: map
                        x-kubernetes-list-map-keys: [type]
                        items:
                          type: object
                          required: [type, status]
                          properties:
                            type: {type: string}
                            status: {type: string}
                            reason: {type: string}
                            message: {type: string}
                            lastTransitionTime: {type: string, format: date-time}
        """;
}
