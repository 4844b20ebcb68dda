using System.Text;
using QRCoder;
using QRCoder.Exceptions;

namespace Renderer.Images.Codes;

/// <summary>QR codes of UTF-8 text, level M, with the quiet zone of four modules.</summary>
internal static class QrCode
{
    /// <summary>What a phone's camera still reads from a mail.</summary>
    private const int MostBytes = 1_000;

    /// <summary>Rows from the top; null: too long.</summary>
    public static bool[][]? Modules(string text)
    {
        if (text.Length == 0 || Encoding.UTF8.GetByteCount(text) > MostBytes)
        {
            return null;
        }

        try
        {
            using var generator = new QRCodeGenerator();
            using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
            return [.. data.ModuleMatrix.Select(row => row.Cast<bool>().ToArray())];
        }
        catch (DataTooLongException)
        {
            return null;
        }
    }
}
