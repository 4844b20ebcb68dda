namespace Renderer.Server.Passthrough;

/// <summary>One mailbox of a list of addresses, as mails' headers write them (RFC 5322): <c>"Doe, Ann" &lt;ann@example.com&gt;</c>.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Address">The address alone.</param>
internal readonly record struct Mailbox(string Text, string Address)
{
    /// <summary>The mailboxes between a list's commas; what has no address is left for the ESP to refuse.</summary>
    public static IEnumerable<Mailbox> Of(string list)
    {
        var (begun, quoted, angled, commented) = (0, false, false, 0);
        for (var i = 0; i < list.Length; i++)
        {
            switch (list[i])
            {
                case ',' when !quoted && !angled && commented == 0:
                    if (list[begun..i].Trim() is { Length: > 0 } text)
                    {
                        yield return Read(text);
                    }

                    begun = i + 1;
                    break;
                case '\\' when quoted || commented > 0:
                    i++;
                    break;
                case '"' when commented == 0:
                    quoted = !quoted;
                    break;
                case '(' when !quoted:
                    commented++;
                    break;
                case ')' when !quoted && commented > 0:
                    commented--;
                    break;
                case '<' or '>' when !quoted && commented == 0:
                    angled = list[i] == '<';
                    break;
            }
        }

        if (list[begun..].Trim() is { Length: > 0 } last)
        {
            yield return Read(last);
        }
    }

    /// <summary>Its address is what stands in the last angle brackets, else all of it.</summary>
    private static Mailbox Read(string text)
    {
        var open = text.LastIndexOf('<');
        var close = text.LastIndexOf('>');
        return new Mailbox(text, open >= 0 && close > open ? text[(open + 1)..close].Trim() : text);
    }
}
