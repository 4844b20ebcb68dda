using System.Text.Json;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Rest;

public sealed class JsonPathTests
{
    private static readonly JsonElement Document = JsonDocument.Parse(
        """{"a":{"b":[{"c":1},{"c":2}],"d.e":"dotted","f-g h":"spaced"},"n":null,"list":[[1,2],[3]],"x":{"y":{"z":true}}}""").RootElement;

    [Theory]
    [InlineData("a.b[0].c", "1")]
    [InlineData("$.a.b[1].c", "2")]
    [InlineData("$", """{"a":""")]
    [InlineData("", """{"a":""")]
    [InlineData("a['d.e']", "dotted")]
    [InlineData("$['a'][\"d.e\"]", "dotted")]
    [InlineData("a.f-g h", "spaced")]
    [InlineData("a.b[*].c", "1,2")]
    [InlineData("list[*][*]", "1,2,3")]
    [InlineData("list[1][0]", "3")]
    [InlineData("x.y.z", "True")]
    [InlineData("n", "")]
    [InlineData("a.b[2].c", "")]
    [InlineData("a.b.c", "")]
    [InlineData("a[0]", "")]
    [InlineData("nothing.at.all", "")]
    public void A_path_leads_to_what_it_names(string text, string found)
    {
        Assert.Null(JsonPath.Read(text, out var path));

        Assert.StartsWith(found, string.Join(',', Document.Find(path).Select(value => value.ToString())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a..b")]
    [InlineData("a.")]
    [InlineData("a[")]
    [InlineData("a[]")]
    [InlineData("a[-1]")]
    [InlineData("a[x]")]
    [InlineData("a['x]")]
    [InlineData("a['']")]
    [InlineData("a]b")]
    [InlineData("$a")]
    [InlineData("a[0]b")]
    [InlineData("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q")]
    public void What_is_no_path_is_said_to_be_none(string text) => Assert.NotNull(JsonPath.Read(text, out _));
}
