using System.Globalization;

namespace Renderer.Sandbox.People;

/// <summary>Whom the sandbox can invent: everything about them follows from this number, so that nothing is stored.</summary>
/// <param name="Kind">'p' for the 1,000 varied people, 'g' for generated ones.</param>
/// <param name="Number">From 1.</param>
internal readonly record struct Seed(char Kind, int Number)
{
    /// <summary>How many people of kind 'p' there are.</summary>
    public const int Varied = 1000;

    public string Id => Kind == 'p' ? $"p{Number:D4}" : $"g{Number:D7}";

    /// <summary>Reads an id in its one spelling: p0001, g0000001.</summary>
    public static Seed? Parse(ReadOnlySpan<char> id, int generated)
    {
        if (id.Length < 5 || !int.TryParse(id[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var seed = new Seed(id[0], number);
        return seed.Exists(generated) && id.SequenceEqual(seed.Id) ? seed : null;
    }

    /// <summary>Whether this sandbox, with that many generated people, has them.</summary>
    public bool Exists(int generated) => Kind switch
    {
        'p' => Number is >= 1 and <= Varied,
        'g' => Number >= 1 && Number <= generated,
        _ => false,
    };

    /// <summary>A number from 0 to <paramref name="count"/> - 1, the same each time for the same draw.</summary>
    public int Pick(Draw draw, int count, int turn = 0) => (int)(Roll(draw, turn) % (uint)count);

    /// <summary>True for about so many of a hundred people.</summary>
    public bool Chance(Draw draw, int percent) => Pick(draw, 100) < percent;

    // SplitMix64's finaliser: neighbouring numbers share nothing.
    private ulong Roll(Draw draw, int turn)
    {
        var mixed = ((ulong)Kind << 56) ^ ((ulong)turn << 44) ^ ((ulong)draw << 32) ^ (uint)Number;
        mixed += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (mixed ^ (mixed >> 31)) >> 16;
    }
}

/// <summary>What is drawn; a new one goes to the end, or everybody changes.</summary>
internal enum Draw
{
    FirstName,
    City,
    Tier,
    Points,
    Birthday,
    OrderCount,
    OrderDate,
    OrderItems,
    Quantity,
    Cart,
    Recommended,
    Category,
    Interests,
    LastSeen,
    SignUp,
    Marketing,
    Personalization,
    Profiling,
    Store,
    Website,
    Bio,
    Zone,
}
