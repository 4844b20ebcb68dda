using System.Globalization;
using System.Numerics;
using Avro;

namespace Renderer.Profiles.Crm.Salesforce.PubSub;

/// <summary>Reads the bitmaps by which an event says what changed: 0x… over its schema's fields, and 4-0x… over the fields of its field number 4.</summary>
internal static class ChangedFields
{
    private const int LongestBitmap = 4000;

    /// <summary>The names of the fields; those below another as Name.FirstName. Null when a bitmap is none of this schema.</summary>
    public static IReadOnlyList<string>? Decode(IEnumerable<string> bitmaps, RecordSchema schema)
    {
        var names = new List<string>();
        foreach (var bitmap in bitmaps)
        {
            var dash = bitmap.IndexOf('-', StringComparison.Ordinal);
            if (dash < 0)
            {
                if (!Read(bitmap, schema, "", names))
                {
                    return null;
                }
            }
            else if (!int.TryParse(bitmap.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var parent)
                || parent >= schema.Fields.Count
                || RecordOf(schema.Fields[parent].Schema) is not { } below
                || !Read(bitmap[(dash + 1)..], below, schema.Fields[parent].Name + ".", names))
            {
                return null;
            }
        }

        return names;
    }

    /// <summary>The record in a field's schema, where it may also be null; null where it is no record.</summary>
    public static RecordSchema? RecordOf(Schema schema) => schema switch
    {
        RecordSchema record => record,
        UnionSchema union => Enumerable.Range(0, union.Count).Select(i => union[i]).OfType<RecordSchema>().FirstOrDefault(),
        _ => null,
    };

    private static bool Read(string bitmap, RecordSchema schema, string prefix, List<string> names)
    {
        if (bitmap.Length is <= 2 or > LongestBitmap
            || !bitmap.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            || !BigInteger.TryParse("0" + bitmap[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
            || bits.GetBitLength() > schema.Fields.Count)
        {
            return false;
        }

        for (var i = 0; i < schema.Fields.Count; i++)
        {
            if (!(bits >> i).IsEven)
            {
                names.Add(prefix + schema.Fields[i].Name);
            }
        }

        return true;
    }
}
