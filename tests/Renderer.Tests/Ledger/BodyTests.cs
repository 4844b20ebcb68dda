using System.Security.Cryptography;
using System.Text;
using Renderer.Ledger;
using Xunit;

namespace Renderer.Tests.Ledger;

/// <summary>What a record holds opens again, whatever its size.</summary>
public sealed class BodyTests
{
    [Theory, InlineData(0), InlineData(199), InlineData(5_000), InlineData(300_000), InlineData(900_000), InlineData(2_000_000)]
    public void A_text_of_any_length_opens_again(int length)
    {
        var made = new StringBuilder();
        for (var i = 0; made.Length < length; i++)
        {
            made.Append(Convert.ToHexString(SHA256.HashData(BitConverter.GetBytes(i))));
        }

        var text = Encoding.UTF8.GetBytes(made.ToString(0, length));
        Assert.Equal(text, Body.Open(Body.Pack(text)));
    }
}
