namespace Renderer.Templates.Escaping;

/// <summary>Where no value is safe, and what to do instead.</summary>
/// <param name="Code">The diagnostic's code.</param>
/// <param name="Message">For the author.</param>
internal sealed record Refusal(string Code, string Message)
{
    public static readonly Refusal Script = new(
        "place_script", "A value stands in a script, where none can be made safe; write the script without it, or put the value into a data attribute.");

    public static readonly Refusal CodeAttribute = new(
        "place_script", "A value stands in an attribute that is read as code; write it without one.");

    public static readonly Refusal ScriptUrl = new(
        "place_script", "A value stands in an address that is run or shown as a page (javascript:, data:); use an https address.");

    public static readonly Refusal Comment = new(
        "place_comment", "In a scene no value can stand in a comment, a CDATA section or a declaration; leave it out, or write the text between the tags.");

    public static readonly Refusal Backslash = new("place_script", "A value stands right behind a backslash; write the backslash twice, or leave it out.");

    public static readonly Refusal Handler = new(
        "place_event_handler", "A value stands in an event handler, where none can be made safe; mail clients drop these, leave it out.");

    public static readonly Refusal TagName = new(
        "place_tag_name", "A value stands in a tag's name; write the tags out and choose with 'if'. A '<' that is text is written &lt;.");

    public static readonly Refusal AttributeName = new(
        "place_attribute_name", "A value stands where an attribute's name is read; write the attribute out, with the value in quotes, and put conditions around it whole.");
}

/// <summary>What an output does to the state, and where it stands.</summary>
internal static class OutputMachine
{
    /// <summary>The place of an output; null with the reason where no value is safe.</summary>
    public static OutputPlace? Place(ref HtmlState state, out Refusal? refusal)
    {
        refusal = null;
        if (state.Phase == HtmlPhase.BeforeValue)
        {
            HtmlMachine.BeginValue(ref state, '\0');
        }

        OutputPlace? place = state.Phase switch
        {
            HtmlPhase.Content => new(PlaceKind.Content),
            HtmlPhase.RawText => Raw(ref state, ref refusal),
            HtmlPhase.Value => Value(ref state, ref refusal),
            HtmlPhase.Comment or HtmlPhase.Condition or HtmlPhase.Declaration or HtmlPhase.MarkupOpen or HtmlPhase.MarkupDash => new(PlaceKind.Comment),
            HtmlPhase.TagOpen or HtmlPhase.EndTagOpen or HtmlPhase.TagName => Refuse(Refusal.TagName, ref refusal),
            _ => Refuse(Refusal.AttributeName, ref refusal),
        };

        // The walk goes on as an author who mends it would mean it.
        state.Split = TagSplit.None;
        (state.Phase, state.Tail) = state.Phase switch
        {
            HtmlPhase.MarkupOpen or HtmlPhase.MarkupDash => (HtmlPhase.Declaration, ""),
            HtmlPhase.TagOpen or HtmlPhase.EndTagOpen => (HtmlPhase.TagName, ""),
            HtmlPhase.BeforeAttribute or HtmlPhase.AttributeName => (HtmlPhase.AfterName, ""),
            _ => (state.Phase, ""),
        };
        return place is { } found ? found with { IsGuarded = state.IsHidden } : null;
    }

    private static OutputPlace? Raw(ref HtmlState state, ref Refusal? refusal)
    {
        switch (state.Raw)
        {
            case RawKind.Text:
                return new(PlaceKind.Content, Surround.Raw);
            case RawKind.Css:
                return Css(ref state, state.IsForeign ? Surround.Quoted : Surround.Raw, ref refusal);
            case RawKind.Json when state.Json.Place is { } kind:
                return new(kind, Surround.Raw);
            default:
                return Refuse(state.Raw == RawKind.Json ? Refusal.Backslash : Refusal.Script, ref refusal);
        }
    }

    private static OutputPlace? Value(ref HtmlState state, ref Refusal? refusal)
    {
        var around = state.Quote == '\0' ? Surround.Unquoted : Surround.Quoted;
        switch (state.Kind)
        {
            case AttributeKind.Handler:
                return Refuse(Refusal.Handler, ref refusal);
            case AttributeKind.Code:
                return Refuse(Refusal.CodeAttribute, ref refusal);
            case AttributeKind.Unknown:
                return Refuse(Refusal.AttributeName, ref refusal);
            case AttributeKind.StyleValue:
                return new(PlaceKind.CssValue, around);
            case AttributeKind.Style:
                return Css(ref state, around, ref refusal);
            case AttributeKind.Url or AttributeKind.UrlList:
                var kind = state.Url.Place;
                state.Url = state.Url.AfterOutput();
                return kind is null ? Refuse(Refusal.ScriptUrl, ref refusal)
                    : new(kind == PlaceKind.Url && state.Kind == AttributeKind.UrlList ? PlaceKind.UrlList : kind.Value, around);
            default:
                if (state is { Name: "script", Attribute: "type" })
                {
                    state.ScriptType = "";
                    return Refuse(Refusal.Script, ref refusal);
                }

                return new(PlaceKind.Attribute, around);
        }
    }

    private static OutputPlace? Css(ref HtmlState state, Surround around, ref Refusal? refusal)
    {
        var why = state.Css.IsEscaping ? Refusal.Backslash : Refusal.ScriptUrl;
        var (kind, isUrl) = state.Css.Place;
        state.Css = state.Css.AfterOutput();
        return kind is { } found ? new(found, around) { IsInCss = isUrl } : Refuse(why, ref refusal);
    }

    private static OutputPlace? Refuse(Refusal why, ref Refusal? refusal)
    {
        refusal = why;
        return null;
    }
}
