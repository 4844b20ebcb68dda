namespace Renderer.Templates.Formatting;

/// <summary>ISO 8601 in UTC to the second, as CRMs write it: 2026-11-27T08:00:00Z, read without a detour over text.</summary>
internal static class IsoInstant
{
    // Digits are 9, all others stand as they are.
    private static ReadOnlySpan<byte> Form => "9999-99-99T99:99:99Z"u8;

    public static bool TryRead(ReadOnlySpan<byte> text, out DateTime utc)
    {
        utc = default;
        if (text.Length != Form.Length)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (Form[i] == (byte)'9' ? text[i] is < (byte)'0' or > (byte)'9' : text[i] != Form[i])
            {
                return false;
            }
        }

        var (year, month, day) = ((Two(text, 0) * 100) + Two(text, 2), Two(text, 5), Two(text, 8));
        var (hour, minute, second) = (Two(text, 11), Two(text, 14), Two(text, 17));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        utc = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        return true;
    }

    private static int Two(ReadOnlySpan<byte> text, int at) => ((text[at] - '0') * 10) + text[at + 1] - '0';
}
