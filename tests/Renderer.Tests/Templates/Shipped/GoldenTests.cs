using System.Text;
using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates.Shipped;

/// <summary>Every sample of every shipped template, compared with <c>Golden/{template}/{sample}/</c>.</summary>
/// <remarks><c>RENDERER_ACCEPT_GOLDEN=1</c> writes the files anew instead; the difference is then for the author to read.</remarks>
public sealed class GoldenTests
{
    private static readonly bool Accept = Environment.GetEnvironmentVariable("RENDERER_ACCEPT_GOLDEN") == "1";

    private static string Golden => Path.Combine(ShippedTemplates.Root, "tests/Renderer.Tests/Templates/Shipped/Golden");

    [Theory]
    [MemberData(nameof(ShippedTemplates.Samples), MemberType = typeof(ShippedTemplates))]
    public void Every_sample_renders_as_accepted(string template, string sample)
    {
        var (choices, mail) = ShippedTemplates.Render(template, sample);

        Same(template, sample, "subject.txt", mail.Subject + "\n");
        Same(template, sample, "preheader.txt", mail.Preheader + "\n");
        Same(template, sample, "body.html", mail.Html);
        Same(template, sample, "body.txt", mail.Text);
        Same(template, sample, "decisions.txt", Decisions(choices, mail));
    }

    [Theory]
    [MemberData(nameof(ShippedTemplates.Samples), MemberType = typeof(ShippedTemplates))]
    public void No_sample_falls_from_live(string template, string sample)
    {
        var (choices, mail) = ShippedTemplates.Render(template, sample);

        Assert.False(mail.UsedStatic);
        Assert.Null(mail.SkipReason);
        Assert.Empty(mail.Faults);
        Assert.All(choices.Concat(mail.Choices), choice => Assert.Equal(Outcome.Live, choice.Outcome));
    }

    [Fact]
    public void Every_golden_folder_has_its_sample()
    {
        var known = ShippedTemplates.Samples().Select(row => $"{row.Data.Item1}/{row.Data.Item2}");
        var there = Directory.GetDirectories(Golden)
            .SelectMany(Directory.GetDirectories)
            .Select(folder => Path.GetRelativePath(Golden, folder).Replace('\\', '/'));
        Assert.Equal(known.Order(StringComparer.Ordinal), there.Order(StringComparer.Ordinal));
    }

    private static string Decisions(IReadOnlyList<BlockChoice> choices, RenderedMail mail)
    {
        var lines = new StringBuilder();
        foreach (var choice in choices)
        {
            // What a block came to is known after rendering; what was chosen before.
            var came = mail.Choices.FirstOrDefault(c => c.Block == choice.Block) ?? choice;
            lines.Append(choice.Block).Append(": ").Append(choice.Variant).Append(", ").Append(came.Outcome.Label());
            lines.Append(came.Reason == Reason.None ? "" : $" ({came.Reason.Label()})").Append('\n');
        }

        return lines.ToString();
    }

    private static void Same(string template, string sample, string file, string? actual)
    {
        Assert.NotNull(actual);
        var path = Path.Combine(Golden, template, sample, file);
        var text = actual.ReplaceLineEndings("\n");
        if (Accept)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Assert.True(File.Exists(path), $"{path} is missing: run once with RENDERER_ACCEPT_GOLDEN=1, read it, and commit it.");
        Assert.Equal(File.ReadAllText(path), text);
    }
}
