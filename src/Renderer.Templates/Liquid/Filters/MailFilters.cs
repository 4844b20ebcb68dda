using System.Globalization;
using Renderer.Templates.Formatting;
using Renderer.Templates.Liquid.Running;
using Renderer.Templates.Rendering;

namespace Renderer.Templates.Liquid.Filters;

/// <summary>What only mails have: images, links, words, and values in the way of a locale.</summary>
internal static class MailFilters
{
    public static readonly Filter[] All =
    [
        new("image", 0, 0, Image),
        new("link", 0, 0, (call, v) => OpenParts.Link(call.Run.Mail, Running.Values.Text(v))),
        new("amp_link", 0, 0, (_, v) => OpenParts.AmpData(Running.Values.Text(v))),
        new("time_left", 0, 0, (call, v) => Date(call, v, (end, _, _) => TimeLeft.Say(call.Run.Mail, end))),
        new("t", 0, 0, Translate),
        new("format_number", 0, 1, (call, v) => Number(call, v, n => Numbers.Number(n, Decimals(call), call.Run.Mail.Culture))),
        new("format_percent", 0, 1, (call, v) => Number(call, v, n => Numbers.Percent(n, Decimals(call), call.Run.Mail.Culture))),
        new("format_money", 0, 1, Money),
        new("format_date", 0, 1, (call, v) => Date(call, v, Dates.Date)),
        new("format_time", 0, 1, (call, v) => Date(call, v, Dates.Time)),
        new("format_date_time", 0, 1, (call, v) => Date(call, v, Dates.DateAndTime)),
    ];

    private static object Image(Call call, object? value) => call.Marked(
        OpenParts.Image(call.Run.Mail, Running.Values.Text(value), call.Run.Escapes) ?? throw new LiquidError(call.At, "there is no such image in template.yaml"));

    private static string Translate(Call call, object? value)
    {
        var run = call.Run.Mail;
        var text = run.Mail.Translate(Running.Values.Text(value), run.Culture) ?? throw new LiquidError(call.At, "there is no translation for this key");
        foreach (var (name, given) in call.Named)
        {
            text = text.Replace("{" + name + "}", Running.Values.Text(given), StringComparison.Ordinal);
            call.Run.Budget.Text(text.Length, call.At);
        }

        return text;
    }

    private static string Money(Call call, object? value)
    {
        var currency = call[0] is null ? call.Run.Mail.Mail.Definition.Currency : call.Text(0).ToUpperInvariant();
        return currency is null || Currencies.IsCode(currency)
            ? Number(call, value, n => Numbers.Money(n, currency, call.Run.Mail.Culture))
            : throw new LiquidError(call.At, "a currency is three letters, like EUR");
    }

    private static string Number(Call call, object? value, Func<decimal, string> write) =>
        Formatting.Values.IsNothing(value) ? ""
        : Formatting.Values.TryNumber(Plain(value), out var number) ? write(number)
        : throw new LiquidError(call.At, "this is not a number");

    private static string Date(Call call, object? value, Func<DateTime, string?, CultureInfo, string> write) =>
        Formatting.Values.IsNothing(value) ? ""
        : Formatting.Values.TryDate(Plain(value), call.Run.Mail.Zone, out var local) ? write(local, call[0] is null ? null : call.Text(0), call.Run.Mail.Culture)
        : throw new LiquidError(call.At, "this is not a date");

    private static int? Decimals(Call call) => call[0] is null ? null : call.Integer(0);

    private static object? Plain(object? value) => value is Markup markup ? markup.Html : value;
}
