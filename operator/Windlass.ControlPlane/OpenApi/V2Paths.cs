namespace Windlass.ControlPlane.OpenApi;

/// <summary>Paths as <c>openapi.v2.PathItem</c> messages: only the PATCH operation, by which clients find out what a kind supports.</summary>
internal static class V2Paths
{
    public static ProtobufMessage Named(DescribedKind kind)
    {
        var root = kind.Identity.Group.Length == 0 ? $"/api/{kind.Identity.Version}" : $"/apis/{kind.Identity.GroupVersion}";
        var path = $"{root}{(kind.IsNamespaced ? "/namespaces/{namespace}" : "")}/{kind.Plural}/{{name}}";
        return new ProtobufMessage().Text(Field.Name, path).Message(Field.Value, new ProtobufMessage().Message(Field.PathItemPatch, Patch(kind)));
    }

    private static ProtobufMessage Patch(DescribedKind kind) => new ProtobufMessage()
        .Message(Field.OperationParameters, Query("dryRun"))
        .Message(Field.OperationParameters, Query("fieldManager"))
        .Message(Field.OperationParameters, Query("fieldValidation"))
        .Message(Field.OperationExtensions, V2Schemas.Extension("x-kubernetes-group-version-kind", kind.Identity.ToExtension()))
        .Message(Field.OperationExtensions, V2Schemas.Extension("x-kubernetes-action", "patch"));

    // ParametersItem.parameter -> Parameter.non_body_parameter -> NonBodyParameter.query_parameter_sub_schema
    private static ProtobufMessage Query(string name) => new ProtobufMessage().Message(
        Field.ItemParameter,
        new ProtobufMessage().Message(
            Field.ParameterNonBody,
            new ProtobufMessage().Message(
                Field.NonBodyQuery,
                new ProtobufMessage().Text(Field.QueryIn, "query").Text(Field.QueryName, name).Text(Field.QueryType, "string"))));

    private static class Field
    {
        public const int Name = 1;
        public const int Value = 2;
        public const int PathItemPatch = 8;
        public const int OperationParameters = 8;
        public const int OperationExtensions = 13;
        public const int ItemParameter = 1;
        public const int ParameterNonBody = 2;
        public const int NonBodyQuery = 3;
        public const int QueryIn = 2;
        public const int QueryName = 4;
        public const int QueryType = 6;
    }
}
