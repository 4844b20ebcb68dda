using System.Text;

namespace Renderer.Fuzz;

/// <summary>Makes new inputs of known ones.</summary>
/// <param name="chance">What decides.</param>
internal sealed class Mutator(Random chance)
{
    private static readonly byte[][] Words = [.. Tokens.All.Select(Encoding.UTF8.GetBytes)];

    /// <summary>A few changes after each other.</summary>
    /// <param name="source">What is changed; it stays as it is.</param>
    /// <param name="other">Another known input, to cross it with.</param>
    public byte[] Change(byte[] source, byte[] other)
    {
        var made = new List<byte>(source);
        for (var rounds = 1 << chance.Next(4); rounds > 0; rounds--)
        {
            Change(made, other);
        }

        return made.Count <= Input.MostBytes ? [.. made] : [.. made.Take(Input.MostBytes)];
    }

    private void Change(List<byte> made, byte[] other)
    {
        var at = chance.Next(made.Count + 1);
        switch (chance.Next(11))
        {
            case 0 or 1 or 2:
                made.InsertRange(at, Word());
                break;
            case 3:
                Cut(made, at, 1 + chance.Next(8));
                break;
            case 4:
                Cut(made, at, 1 + chance.Next(made.Count + 1));
                break;
            case 5 when at < made.Count:
                made[at] = (byte)chance.Next(256);
                break;
            case 6 when at < made.Count:
                made[at] ^= (byte)(1 << chance.Next(8));
                break;
            case 7:
                made.InsertRange(at, Stretch([.. made]));
                break;
            case 8:
                made.InsertRange(at, Stretch(other));
                break;
            case 9:
                Repeat(made, at);
                break;
            default:
                // A word in another one's place.
                var word = Word();
                Cut(made, at, word.Length);
                made.InsertRange(at, word);
                break;
        }
    }

    private byte[] Word() => Words[chance.Next(Words.Length)];

    private static void Cut(List<byte> made, int at, int count) => made.RemoveRange(at, Math.Min(count, made.Count - at));

    private byte[] Stretch(byte[] from)
    {
        var start = chance.Next(from.Length + 1);
        return [.. from.Skip(start).Take(1 + chance.Next(chance.Next(4) == 0 ? 2048 : 64))];
    }

    // Depth and length: what only grows badly shows itself when there is much of it.
    private void Repeat(List<byte> made, int at)
    {
        var unit = chance.Next(2) == 0 ? Word() : Stretch([.. made]);
        var times = unit.Length == 0 ? 0 : Math.Min(1 << chance.Next(13), Input.MostBytes / unit.Length);
        for (var i = 0; i < times && made.Count < Input.MostBytes; i++)
        {
            made.InsertRange(Math.Min(at, made.Count), unit);
        }
    }
}
