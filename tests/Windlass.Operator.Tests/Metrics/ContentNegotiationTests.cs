using CsCheck;
using Windlass.Operator.Metrics;

namespace Windlass.Operator.Tests.Metrics;

public sealed class ContentNegotiationTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("*/*", false)]
    [InlineData("text/plain", false)]
    [InlineData("application/openmetrics-text", true)]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2", true)]
    [InlineData("application/openmetrics-text; version=1.0.0; escaping=allow-utf-8;q=0.6,text/plain;q=0.7", false)]
    [InlineData("application/openmetrics-text;version=2.0.0", false)]
    [InlineData("application/openmetrics-text;q=0", false)]
    [InlineData("APPLICATION/OpenMetrics-Text;Version=\"1.0.0\"", true)]
    public void Accept_Format(string? accept, bool isOpenMetrics) =>
        Assert.Equal(isOpenMetrics, ContentNegotiation.Format(accept) == ExpositionFormat.OpenMetrics);

    [Theory]
    [InlineData(null, false)]
    [InlineData("gzip", true)]
    [InlineData("br, gzip;q=0.5", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("deflate", false)]
    public void AcceptEncoding_AllowsGzip(string? accept, bool isAllowed) => Assert.Equal(isAllowed, ContentNegotiation.AllowsGzip(accept));

    [Fact]
    public void AnyHeader_DoesNotThrow() => Gen.String.Sample(header =>
    {
        ContentNegotiation.Format(header);
        ContentNegotiation.AllowsGzip(header);
    });
}
