using Renderer.Model;

namespace Renderer.Profiles.Crm.Files;

/// <summary>Who changed between two states of a file.</summary>
internal static class FileDiff
{
    /// <summary>With more changes than this it is cheaper, here and in Redis, to say that everybody changed.</summary>
    public const int Most = 5000;

    /// <summary>The changes; null for everybody.</summary>
    /// <param name="old">What was.</param>
    /// <param name="now">What is.</param>
    /// <param name="file">Where names stand.</param>
    /// <param name="map">Columns to attributes.</param>
    /// <param name="most">More than these are everybody.</param>
    public static IReadOnlyList<CrmChange>? Between(FilePeople old, FilePeople now, FileSettings file, AttributeMap map, int most = Most)
    {
        if (!old.Columns.SequenceEqual(now.Columns))
        {
            return null;
        }

        var changes = new List<CrmChange>();
        var met = 0;
        for (var row = 0; row < now.Count && changes.Count <= most; row++)
        {
            // Rows mostly stand where they stood, and say what they said: then nothing is parsed.
            if (row < old.Count && now.Raw(row).SequenceEqual(old.Raw(row)))
            {
                met++;
                continue;
            }

            var values = now.Read(row);
            var id = Identifier.Id(values.Names(Identifier.IdKind).First());
            if (old.Find(id) is not [var before])
            {
                changes.Add(new CrmChange(id, null, ChangeKind.Created, EmailOf(values)));
                continue;
            }

            met++;
            if (!now.Raw(row).SequenceEqual(old.Raw(before)))
            {
                changes.Add(Change(id, old.Read(before), values, now.Columns, file, map));
            }
        }

        for (var row = 0; met < old.Count && row < old.Count && changes.Count <= most; row++)
        {
            if (row < now.Count && now.Raw(row).SequenceEqual(old.Raw(row)))
            {
                continue;
            }

            var id = Identifier.Id(old.Read(row).Names(Identifier.IdKind).First());
            if (now.Find(id).Count == 0)
            {
                changes.Add(new CrmChange(id, null, ChangeKind.Deleted));
            }
        }

        return changes.Count > most ? null : changes;
    }

    private static CrmChange Change(Identifier id, FileRow was, FileRow values, IReadOnlyList<string> columns, FileSettings file, AttributeMap map)
    {
        // NDJSON's lines may nest: what of them changed is not looked for.
        IReadOnlyList<string>? changed = columns.Count == 0 ? null : [.. columns.Where(column => was.Text(column) != values.Text(column))];
        var moved = was.Text(file.Email) != values.Text(file.Email);
        return new CrmChange(
            id, changed is null ? null : [.. changed.SelectMany(map.AttributesOf).Distinct()], ChangeKind.Changed, moved ? EmailOf(values) : null);
    }

    private static Identifier? EmailOf(FileRow values) =>
        values.Names(Identifier.EmailKind).Select(Identifier.Email).Select(email => (Identifier?)email).FirstOrDefault();
}
