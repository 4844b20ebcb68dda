using System.Text;
using Renderer.Templates.Html;

namespace Renderer.Templates.Amp;

/// <summary>Says which rules of AMP for Email a document breaks; the tables are in <c>Rules</c>.</summary>
internal static class AmpRules
{
    /// <summary>The most bytes of a document: 100 KiB, of the format's specification; the official validator does not count.</summary>
    public const int MostBytes = 102_400;

    /// <summary>What is wrong with a whole document, as it would be sent.</summary>
    public static IReadOnlyList<AmpFault> Check(string document)
    {
        // What is not sent anyway is not walked: the limit bounds the work too.
        if (CheckSize(document) is { Count: > 0 } tooLong)
        {
            return tooLong;
        }

        // It has no code in it any more: a value must not switch a rule off by the character that stands for code.
        return new AmpWalk(document.Replace(CodeMask.Code, AmpTagReader.NoCode), isSource: false).Check();
    }

    /// <summary>Whether it is too long.</summary>
    public static IReadOnlyList<AmpFault> CheckSize(string document)
    {
        // No character has more than three bytes; a pair of surrogates has four.
        var bytes = document.Length <= MostBytes / 3 ? 0 : Encoding.UTF8.GetByteCount(document);
        return bytes <= MostBytes ? [] : [new AmpFault("DOCUMENT_SIZE_LIMIT_EXCEEDED", document.Length, $"The AMP part has {bytes >> 10} KB, and clients take {MostBytes >> 10} KB.")];
    }

    /// <summary>What is wrong with the source of one, or of a block, whatever its code writes.</summary>
    /// <param name="masked">The source, code masked.</param>
    public static IReadOnlyList<AmpFault> CheckSource(string masked) => new AmpWalk(masked, isSource: true).Check();
}
