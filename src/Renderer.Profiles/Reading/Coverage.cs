using Renderer.Model;

namespace Renderer.Profiles.Reading;

/// <summary>Whether one read set holds another: by its names alone, since a CRM that is asked for "everything" gives the names that we know of.</summary>
internal static class Coverage
{
    public static bool Covers(this ReadSet mine, ReadSet other)
    {
        if (ReferenceEquals(mine, other))
        {
            return true;
        }

        if (other.All && !mine.All)
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
