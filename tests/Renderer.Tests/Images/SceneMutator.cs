using System.Text;

namespace Renderer.Tests.Images;

/// <summary>Makes scenes that nobody would write, of those that somebody did.</summary>
internal sealed class SceneMutator(int seed)
{
    private static readonly string[] Words =
    [
        "<g>", "</g>", "<use href='#a'/>", "<rect id='a' width='9' height='9'/>", "<text data-width='1' data-lines='2' data-fit='shrink'>", "</text>", "<tspan x='1'>", "</tspan>",
        "<path d='M0 0 A 1e9 1e9 0 1 1 1 1 Z'/>", "<path d='M1e38 1e38 C 0 0 1e-38 NaN 5 5'/>", " stroke-dasharray='0.0001 1'", " stroke-width='1e9' stroke='red'", " transform='scale(1e-9)'",
        " transform='rotate(45) skewX(89.9999)'", " transform='scale(16384) translate(16384)'", " font-size='1000'", " font-size='0'", " font-size='1e-20'", " letter-spacing='-200'", " opacity='.5'",
        " clip-path='url(#a)'", " fill='url(#a)'", "<linearGradient id='a' href='#a'>", "<radialGradient id='a' r='0' fx='9'><stop/><stop offset='1'/></radialGradient>", "<clipPath id='a'>", "</clipPath>",
        " data-countdown='9999-12-31T23:59:59Z'", " data-countdown='2026-12-01T12:00:03Z'", " data-format=\"'\"", " data-format='d h m s dd'", " data-slide='0'", " data-frames='2147483647'", " data-show='ended'",
        " data-mark='qr' data-text='x'", " data-mark='ean13' data-text='123456789012'", " data-mark='bars' data-values='1,-1,1e30'", " data-mark='stars' data-value='1e30' data-max='1e30'",
        " data-mark='progress' data-value='-1' data-max='0'", " data-mark='line' data-values='1'", "\u202E", "\u0627\u0644\u0633", "\u05D0\u05D1", "\uD83D\uDE00\u200D\uD83D\uDE00", "\uD800", "&#x10FFFF;", "e\u0301\u0301\u0301\u0301",
        "\u0E01\u0E33", "<!--", "-->", "<![CDATA[", "]]>", "<?x?>", "'", "\"", "-1", "1e309", "16384", "0", "%", "em", "\n", "\r", "\t", "<style>rect{fill:red}</style>", " viewBox='0 0 0.001 9999'", " preserveAspectRatio='xMinYMax slice'",
        "<image width='9999' height='9999' href='x'/>", "<image href='data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=='/>",
        "<image href='data:image/gif;base64,R0lGODlh////AAAALA=='/>",
    ];

    private static readonly string[] Values =
    [
        "Ann", "Bob", "<text y='30'>Carl</text>", "<use href='#a'/>", "<use href='#c' x='20'/>", "<g id='a'>", "</g>", "<rect id='a' width='30' height='30' fill='red'/>", "<g id='c'><rect width='9' height='9'/></g>",
        "<g opacity='.5'><circle r='40'/></g>", "<style>rect{fill:blue}</style>", "<rect fill='url(#a)' width='90' height='60'/>", "<g clip-path='url(#c)'><circle r='90'/></g>", "<text data-show='running'>x</text>",
    ];

    private readonly Random random = new(seed);

    public string Change(string scene)
    {
        var made = new StringBuilder(scene);
        for (var times = 1 + random.Next(6); times > 0; times--)
        {
            var at = random.Next(made.Length + 1);
            switch (random.Next(6))
            {
                case 0 or 1:
                    made.Insert(at, Words[random.Next(Words.Length)]);
                    break;
                case 2:
                    made.Remove(at, Math.Min(made.Length - at, random.Next(12)));
                    break;
                case 3 when at < made.Length:
                    made[at] = (char)random.Next(random.Next(2) == 0 ? 128 : 65_536);
                    break;
                case 4:
                    InsertIntoTag(made, at, Words[random.Next(Words.Length)]);
                    break;
                default:
                    var length = Math.Min(made.Length - at, random.Next(300));
                    var piece = made.ToString(at, length);
                    for (var copies = random.Next(1, 20); copies > 0 && made.Length < 60_000; copies--)
                    {
                        made.Insert(at, piece);
                    }

                    break;
            }
        }

        return made.ToString();
    }

    /// <summary>Says something else behind a place of a scene, as another person's values would: mostly it stays well-formed.</summary>
    public string Personalize(string scene, int from)
    {
        var made = new StringBuilder(scene);
        for (var times = 1 + random.Next(3); times > 0; times--)
        {
            var at = made.ToString().IndexOf(random.Next(2) == 0 ? "</" : "<", Math.Min(from + random.Next(200), made.Length), StringComparison.Ordinal);
            if (at > from)
            {
                made.Insert(at, Values[random.Next(Values.Length)]);
            }
        }

        return made.ToString();
    }

    /// <summary>Before the end of the tag that follows, so that scenes stay well-formed more often.</summary>
    private static void InsertIntoTag(StringBuilder made, int at, string word)
    {
        var end = made.ToString().IndexOf('>', at);
        if (end > 0)
        {
            made.Insert(made[end - 1] == '/' ? end - 1 : end, word);
        }
    }
}
