using System.Buffers;
using System.Text;
using System.Text.Json;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.Server.Explain;
using Xunit;

namespace Renderer.ServerTests.Explain;

/// <summary>A record is told, however deep its values are.</summary>
public sealed class MessageStoryTests
{
    [Fact]
    public void A_value_as_deep_as_a_request_may_be_is_told()
    {
        var deep = new string('[', 63) + new string(']', 63);
        var record = Encoding.UTF8.GetBytes($$"""
            {"template":"t","version":"v","outcome":"live","profile":{"state":"fresh"},"now":"2026-11-30T00:00:00Z","decisions":[
              {"block":"b","variant":"big","outcome":"live","values":[{"data":"x","value":{{deep}},"source":"request"}]}]}
            """);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            MessageStory.Write(writer, new KeptMessage(new Instant(1), record), isMasked: false);
            writer.WriteEndObject();
        }

        using var told = JsonDocument.Parse(buffer.WrittenMemory, new JsonDocumentOptions { MaxDepth = 128 });
        Assert.Equal("t", MessageStory.TemplateOf(record));
        Assert.Equal(deep, told.RootElement.GetProperty("decisions")[0].GetProperty("values")[0].GetProperty("value").GetRawText());
    }
}
