using System.Globalization;
using System.Text;
using CsCheck;
using Renderer.Templates.Formatting;
using Renderer.Templates.Plans;
using Xunit;

namespace Renderer.Tests.Templates;

public sealed class MoneyFormatTests
{
    private static readonly string[] Locales = ["en-US", "en-GB", "de-DE", "de-CH", "fr-FR", "ja-JP", "hi-IN", "pl-PL", "sv-SE", "ar-EG", "pt-BR", "kok-IN"];
    private static readonly string?[] Codes = [null, "EUR", "USD", "JPY", "CHF", "KWD", "GBP"];

    [Fact]
    public void An_amount_is_written_the_same_with_and_without_a_decimal() =>
        Gen.Select(Gen.Int[0, Locales.Length - 1], Gen.Int[0, Codes.Length - 1], Gen.OneOf(Gen.Int[0, 10_000_000].Select(c => c / 100.0), Gen.Double[0, 1e6], Gen.Int[0, 2_000_000_000].Select(i => (double)i))).Sample((l, c, value) =>
        {
            var format = MoneyFormat.Of(Codes[c], CultureInfo.GetCultureInfo(Locales[l]));
            var sink = new Utf8Sink(16);
            if (format.TryWrite(value, sink))
            {
                Assert.Equal(format.Write((decimal)value), Encoding.UTF8.GetString(sink.Written));
            }
        });
}
