namespace Windlass.Core.Tests.Catalogue;

public sealed class ReleaseTemplateTests
{
    [Theory]
    [InlineData("@if since zed\na\n@end\nb", "wallaby", "b")]
    [InlineData("@if since zed\na\n@end\nb", "zed", "a\nb")]
    [InlineData("@if before zed\na\n@end\nb", "zed", "b")]
    [InlineData("@if in xena zed\na\n@end\nb", "zed", "a\nb")]
    [InlineData("@if not in xena zed\na\n@end\nb", "zed", "b")]
    [InlineData("@if slurp\na\n@end\nb", "epoxy", "a\nb")]
    [InlineData("@if slurp\na\n@end\nb", "flamingo", "b")]
    [InlineData("to <name> from <from>, over <skipped> from <slurpFrom>", "epoxy", "to epoxy from dalmatian, caracal, over dalmatian from caracal")]
    public void Template_Expand_KeepsWhatHolds(string template, string release, string expected) => Assert.Equal(expected, Expand(template, release));

    [Theory]
    [InlineData("@if since zedd\n@end")]
    [InlineData("@if in zed zedd\n@end")]
    [InlineData("@if sometimes\n@end")]
    [InlineData("@if slurp")]
    [InlineData("@end")]
    [InlineData("@if slurp\n@if slurp\n@end\n@end")]
    [InlineData("<nobody>")]
    public void MistakeInTemplate_Expand_IsNotPassedOver(string template) => Assert.Throws<FormatException>(() => Expand(template + "\nx", "zed"));

    private static string Expand(string template, string release) =>
        new ReleaseTemplate(CatalogueSource.Rows).Expand(template, CatalogueSource.Rows.Single(row => row.Name == release));
}
