using Renderer.Model;

namespace Renderer.Profiles.Reading;

/// <summary>Whether one read set holds another.</summary>
internal static class Coverage
{
    public static bool Covers(this ReadSet mine, ReadSet other)
    {
        if (mine.All || ReferenceEquals(mine, other))
        {
            return true;
        }

        if (other.All)
        {
            return false;
        }

        foreach (var name in other.Names)
        {
            if (!mine.Names.Contains(name))
            {
                return false;
            }
        }

        return true;
    }
}
