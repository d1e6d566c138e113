using System.Text.Json.Nodes;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Tests.Plugin;

/// <summary>What must not leave the house does not, and what helps stays.</summary>
public sealed class RedactionTests
{
    private readonly Redaction _redaction = new();

    [Theory]
    [InlineData("mysql://nova:hunter2@db1/nova", "mysql://(removed)@db1/nova")]
    [InlineData("password = hunter2, next", "password = (removed), next")]
    [InlineData("{\"token\": \"abc\"}", "{\"token\": \"(removed)\"}")]
    [InlineData("Authorization: Bearer abc.def", "Authorization: Bearer (removed)")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nx\n-----END OPENSSH PRIVATE KEY----- after", "(removed) after")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\ncut off", "(removed)")]
    [InlineData("nova-api 2:30.0.0-1 at 10:15:03, exit 100", "nova-api 2:30.0.0-1 at 10:15:03, exit 100")]
    public void Text_Text_LosesOnlyWhatIsPrivate(string text, string expected) => Assert.Equal(expected, _redaction.Text(text));

    [Fact]
    public void SameAddress_Of_HasTheSamePseudonymEverywhere()
    {
        var node = JsonNode.Parse("""{"spec":{"address":"10.77.0.11","ssh":{"user":"root","port":22,"hostKeys":["ssh-ed25519 AAAA"]}},"status":{"message":"10.77.0.11 is silent, 10.77.0.12 and fd00::1:2 are not"}}""");

        Assert.Equal(
            """{"spec":{"address":"address-1","ssh":{"user":"(removed)","port":22,"hostKeys":["(removed)"]}},"status":{"message":"address-1 is silent, address-2 and address-3 are not"}}""",
            _redaction.Of(node)!.ToJsonString());
    }
}
