using SkiaSharp;

namespace Renderer.Images.Scenes;

/// <summary>How an element is drawn: what it inherits, and what it says itself.</summary>
internal sealed class SceneStyle
{
    public SKColor Color { get; private set; } = SKColors.Black;

    public PaintSource Fill { get; private set; } = new(SKColors.Black);

    public float FillOpacity { get; private set; } = 1;

    public bool EvenOdd { get; private set; }

    public PaintSource Stroke { get; private set; }

    public float StrokeOpacity { get; private set; } = 1;

    public float StrokeWidth { get; private set; } = 1;

    public SKStrokeCap Cap { get; private set; } = SKStrokeCap.Butt;

    public SKStrokeJoin Join { get; private set; } = SKStrokeJoin.Miter;

    public float Miter { get; private set; } = 4;

    public IReadOnlyList<float> Dashes { get; private set; } = [];

    public float DashOffset { get; private set; }

    public IReadOnlyList<string> Families { get; private set; } = [];

    public float Size { get; private set; } = 16;

    public bool Bold { get; private set; }

    public bool Italic { get; private set; }

    public bool Kerning { get; private set; } = true;

    /// <summary>Letters on whole pixels, with their hints and without kerning, as text is drawn for speed elsewhere.</summary>
    public bool Quick { get; private set; }

    public float LetterSpacing { get; private set; }

    public string Anchor { get; private set; } = "start";

    public bool? RightToLeft { get; private set; }

    public bool Underline { get; private set; }

    public bool StrikeThrough { get; private set; }

    public bool KeepSpaces { get; private set; }

    public bool Visible { get; private set; } = true;

    /// <summary>Not inherited.</summary>
    public float Opacity { get; private set; } = 1;

    /// <summary>Not inherited.</summary>
    public bool Shown { get; private set; } = true;

    /// <summary>The id of a clip path; not inherited.</summary>
    public string? Clip { get; private set; }

    /// <summary>Not inherited.</summary>
    public string? Transform { get; private set; }

    /// <summary>What a child begins with.</summary>
    public SceneStyle Inherit()
    {
        var style = (SceneStyle)MemberwiseClone();
        (style.Opacity, style.Shown, style.Clip, style.Transform) = (1, true, null, null);
        return style;
    }

    /// <summary>Takes a property over.</summary>
    /// <returns>True: taken; false: the value is not understood; null: no such property.</returns>
    public bool? Set(string name, string text)
    {
        var value = text.Trim();
        return name switch
        {
            "fill" => PaintSource.TryParse(value, Color, out var fill) && Do(Fill = fill),
            "stroke" => PaintSource.TryParse(value, Color, out var stroke) && Do(Stroke = stroke),
            "color" => Colors.TryParse(value, out var color) && Do(Color = color),
            "fill-opacity" => Share(value, out var share) && Do(FillOpacity = share),
            "stroke-opacity" => Share(value, out var share) && Do(StrokeOpacity = share),
            "opacity" => Share(value, out var share) && Do(Opacity = share),
            "fill-rule" => value is "evenodd" or "nonzero" && Do(EvenOdd = value == "evenodd"),
            "clip-rule" => value is "evenodd" or "nonzero",
            "stroke-width" => Length(value, out var width) && Do(StrokeWidth = Math.Max(0, width)),
            "stroke-linecap" => value is "butt" or "round" or "square" && Do(Cap = value switch { "round" => SKStrokeCap.Round, "square" => SKStrokeCap.Square, _ => SKStrokeCap.Butt }),
            "stroke-linejoin" => value is "miter" or "round" or "bevel" && Do(Join = value switch { "round" => SKStrokeJoin.Round, "bevel" => SKStrokeJoin.Bevel, _ => SKStrokeJoin.Miter }),
            "stroke-miterlimit" => Lengths.TryNumber(value, out var miter) && Do(Miter = Math.Clamp(miter, 1, 100)),
            "stroke-dasharray" => SetDashes(value),
            "stroke-dashoffset" => Length(value, out var offset) && Do(DashOffset = offset),
            "display" => Do(Shown = value != "none"),
            "visibility" => Do(Visible = value is not ("hidden" or "collapse")),
            "clip-path" => value == "none" || (Reference.Of(value) is { } clip && Do(Clip = clip)),
            "transform" => Do(Transform = value),
            "space" => Do(KeepSpaces = value == "preserve"),
            _ => SetText(name, value),
        };
    }

    private bool? SetText(string name, string value) => name switch
    {
        "font-family" => Do(Families = [.. value.Split(',', 9).Take(8).Select(family => family.Trim(' ', '\'', '"'))]),
        "font-size" => Lengths.TryLength(value, Size, Size, out var size) && size >= 0 && Do(Size = Math.Min(size, 1_000)),
        "font-weight" => SetWeight(value),
        "font-style" => value is "normal" or "italic" or "oblique" && Do(Italic = value != "normal"),
        "text-rendering" => value is "auto" or "optimizeSpeed" or "optimizeLegibility" or "geometricPrecision" && Do(Quick = value == "optimizeSpeed"),
        "font-kerning" => value is "auto" or "normal" or "none" && Do(Kerning = value != "none"),
        "letter-spacing" => value == "normal" || (Length(value, out var spacing) && Do(LetterSpacing = Math.Clamp(spacing, -200, 200))),
        "text-anchor" => value is "start" or "middle" or "end" && Do(Anchor = value),
        "direction" => value is "ltr" or "rtl" && Do(RightToLeft = value == "rtl"),
        "text-decoration" or "text-decoration-line" => Do(Underline = value.Contains("underline", StringComparison.Ordinal))
            && Do(StrikeThrough = value.Contains("line-through", StringComparison.Ordinal)),
        "white-space" => Do(KeepSpaces = value is "pre" or "pre-wrap" or "break-spaces"),
        _ => null,
    };

    private bool SetWeight(string value)
    {
        var number = value switch { "normal" => 400, "bold" or "bolder" => 700, "lighter" => 300, _ => Lengths.TryNumber(value, out var weight) ? (int)weight : 0 };
        Bold = number >= 600;
        return number is >= 1 and <= 1000;
    }

    private bool SetDashes(string value)
    {
        var dashes = value == "none" ? [] : Lengths.TryList(value, 16);
        if (dashes is null || dashes.Any(dash => dash < 0))
        {
            return false;
        }

        Dashes = dashes.Count % 2 == 0 ? dashes : [.. dashes, .. dashes];
        return true;
    }

    private bool Length(string value, out float length) => Lengths.TryLength(value, 0, Size, out length);

    private static bool Share(string value, out float share)
    {
        var read = Lengths.TryLength(value, 1, 1, out share);
        share = Math.Clamp(share, 0, 1);
        return read;
    }

    private static bool Do<T>(T _) => true;
}
