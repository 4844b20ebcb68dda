using Renderer.Model;
using Renderer.Server.Problems;
using Renderer.Server.Wire;

namespace Renderer.Server.Snippets;

/// <summary>Which tags somebody wants.</summary>
/// <param name="Esps">Of which ESPs.</param>
/// <param name="By">What names the person in them.</param>
/// <param name="Campaign">The campaign's name; null: none.</param>
/// <param name="Tag">Of one kind alone; null: all.</param>
/// <param name="Language">In one language alone; null: all.</param>
internal sealed record SnippetAsk(IReadOnlyList<Esp> Esps, string By, string? Campaign, SnippetKind? Tag, string? Language)
{
    private const int MaxCampaignBytes = 128;

    private static readonly string[] Kinds = [Identifier.IdKind, Identifier.EmailKind];

    /// <summary>The members of a query, and of the command's options.</summary>
    public static readonly string[] Known = ["esp", "by", "campaign", "tag", "language", "format"];

    /// <summary>Reads what was asked; the problem where it makes no sense.</summary>
    /// <param name="value">The value of a member; empty where it was left out.</param>
    public static (SnippetAsk? Ask, Problem? Problem) Read(Func<string, string> value)
    {
        var (esp, by, campaign, tag) = (value("esp"), value("by"), value("campaign"), value("tag"));
        var found = Snippets.Esps.Find(esp);
        if (esp.Length > 0 && found is null)
        {
            return Wrong($"'esp' is none that is known here. {Nearest.Suggest(esp, [.. Snippets.Esps.All.Select(each => each.Name)])}");
        }

        if (by.Length > 0 && !Kinds.Contains(by))
        {
            return Wrong("'by' must be id or email.");
        }

        if (System.Text.Encoding.UTF8.GetByteCount(campaign) > MaxCampaignBytes || campaign.Any(char.IsControl))
        {
            return Wrong($"'campaign' may have at most {MaxCampaignBytes} bytes, and no control characters.");
        }

        if (tag.Length > 0 && !Enum.GetNames<SnippetKind>().Contains(tag, StringComparer.OrdinalIgnoreCase))
        {
            return Wrong($"'tag' must be one of: {string.Join(", ", Enum.GetNames<SnippetKind>()).ToLowerInvariant()}.");
        }

        if (tag.Length > 0 && found is null)
        {
            return Wrong("'tag' is of one ESP: name it with 'esp'.");
        }

        return (new SnippetAsk(
            found is null ? Snippets.Esps.All : [found],
            by.Length > 0 ? by : Identifier.IdKind,
            campaign.Length > 0 ? campaign : null,
            tag.Length > 0 ? Enum.Parse<SnippetKind>(tag, ignoreCase: true) : null,
            value("language") is { Length: > 0 } language ? language : null), null);
    }

    /// <summary>The tags of one ESP, as far as they are wanted.</summary>
    public SnippetSet Of(Esp esp, SnippetScope scope)
    {
        var all = SnippetMaker.Make(esp, scope with { By = By, Campaign = Campaign });
        return all with
        {
            Tags = [.. all.Tags.Where(tag => (Tag is null || tag.Kind == Tag) && (Language is null || tag.Language.Equals(Language, StringComparison.OrdinalIgnoreCase)))],
        };
    }

    private static (SnippetAsk?, Problem?) Wrong(string rule) => (null, new Problem(ProblemCode.BadParameter, rule));
}
