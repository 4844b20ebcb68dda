using HarfBuzzSharp;

namespace Renderer.Images.Text;

/// <summary>Which script a code point belongs to, as far as shaping asks.</summary>
internal static class Scripts
{
    /// <summary>What goes with its neighbours.</summary>
    public static readonly Script Common = Script.Common;

    public static Script Of(int codePoint) => codePoint switch
    {
        < 0x41 => Common,
        < 0x250 => char.IsLetter((char)codePoint) ? Script.Latin : Common,
        < 0x2B0 => Script.Latin,
        < 0x370 => Common,
        < 0x400 => Script.Greek,
        < 0x530 => Script.Cyrillic,
        < 0x590 => Script.Armenian,
        < 0x600 => Script.Hebrew,
        0x60C or 0x61B or 0x61F or 0x640 or (>= 0x660 and <= 0x669) => Common,
        < 0x700 or (>= 0x750 and < 0x780) or (>= 0x8A0 and < 0x900) => Script.Arabic,
        >= 0x900 and < 0x980 => Script.Devanagari,
        < 0xA00 and >= 0x980 => Script.Bengali,
        >= 0xB80 and < 0xC00 => Script.Tamil,
        >= 0xE00 and < 0xE80 => Script.Thai,
        >= 0x10A0 and < 0x1100 or >= 0x1C90 and < 0x1CC0 => Script.Georgian,
        >= 0x1100 and < 0x1200 or >= 0xA960 and < 0xA980 or >= 0xAC00 and < 0xD800 => Script.Hangul,
        >= 0x1E00 and < 0x1F00 => Script.Latin,
        >= 0x1F00 and < 0x2000 => Script.Greek,
        >= 0x3041 and < 0x30A0 => Script.Hiragana,
        >= 0x30A1 and < 0x3100 => Script.Katakana,
        >= 0x2E80 and < 0x3000 or >= 0x3400 and < 0xA000 or >= 0xF900 and < 0xFB00 or >= 0x20000 and < 0x32000 => Script.Han,
        >= 0xFB00 and < 0xFB13 => Script.Latin,
        >= 0xFB1D and < 0xFB50 => Script.Hebrew,
        >= 0xFB50 and < 0xFE00 or >= 0xFE70 and < 0xFEFF => Script.Arabic,
        _ => Common,
    };

    /// <summary>Whether a line may end before or after it, without a space.</summary>
    public static bool BreaksAnywhere(int codePoint) =>
        codePoint is >= 0x2E80 and < 0xA960 or >= 0xAC00 and < 0xD7B0 or >= 0xF900 and < 0xFB00 or >= 0xFF01 and < 0xFFE7 or >= 0x20000 and < 0x32000;

    /// <summary>Emoji that are drawn in colour unless a variation selector says otherwise.</summary>
    public static bool IsPicture(int codePoint) =>
        codePoint is >= 0x1F300 and < 0x1FB00 or >= 0x1F1E6 and < 0x1F200 or 0x231A or 0x231B or 0x23E9 or 0x23EA or 0x23EB or 0x23EC or 0x23F0 or 0x23F3
            or 0x25FD or 0x25FE or 0x2614 or 0x2615 or (>= 0x2648 and <= 0x2653) or 0x267F or 0x2693 or 0x26A1 or 0x26AA or 0x26AB or 0x26BD or 0x26BE
            or 0x26C4 or 0x26C5 or 0x26CE or 0x26D4 or 0x26EA or 0x26F2 or 0x26F3 or 0x26F5 or 0x26FA or 0x26FD or 0x2705 or 0x270A or 0x270B or 0x2728
            or 0x274C or 0x274E or (>= 0x2753 and <= 0x2755) or 0x2757 or (>= 0x2795 and <= 0x2797) or 0x27B0 or 0x2B1B or 0x2B1C or 0x2B50 or 0x2B55;
}
