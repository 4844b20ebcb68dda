using System.Globalization;
using Renderer.Model;

namespace Renderer.Profiles.Marks;

/// <summary>
/// What the scripts publish: <c>b generation epoch at</c> (a beat; <c>u</c> instead of b where the generation is not bound to
/// the server's life) or <c>m generation epoch at name=field,field name=field</c>.
/// </summary>
internal sealed record MarkMessage(ulong Generation, long Epoch, Instant At, IReadOnlyList<Mark> Marks, bool IsBeat, bool Unproven)
{
    /// <summary>Reads a message; null when it is none of ours.</summary>
    public static MarkMessage? Parse(string text)
    {
        var words = text.Split(' ');
        if (words.Length < 4
            || words[0] is not ("b" or "u" or "m")
            || GenerationOf(words[1]) is not { } generation
            || !long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            || !long.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out var at))
        {
            return null;
        }

        var marks = new List<Mark>(words.Length - 4);
        foreach (var word in words.AsSpan(4))
        {
            var equals = word.IndexOf('=');
            if (equals <= 0)
            {
                return null;
            }

            marks.Add(new(word[..equals], word[(equals + 1)..].Split(',')));
        }

        return new(generation, epoch, new Instant(at), marks, words[0] != "m", words[0] == "u");
    }

    /// <summary>Reads the name of a life; null when it is none.</summary>
    public static ulong? GenerationOf(string? text) =>
        ulong.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var generation) ? generation : null;
}
