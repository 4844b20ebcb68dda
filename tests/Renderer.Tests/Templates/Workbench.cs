using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates;

/// <summary>A workspace's folder that a test writes, loads and renders from.</summary>
internal sealed class Workbench : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 27, 8, 0, 0, TimeSpan.Zero);
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    public Workbench(params (string Path, string Text)[] files)
    {
        Folder = Directory.CreateTempSubdirectory("renderer-templates-").FullName;
        foreach (var (path, text) in files)
        {
            Write(path, text);
        }
    }

    public string Folder { get; }

    public Dictionary<string, string> Variables { get; } = [];

    public FakeTimeProvider Clock { get; } = new(Now);

    /// <summary>A workspace whose template "mail" has this HTML, and these files beside it.</summary>
    public static Workbench Mail(string html, params (string Path, string Text)[] files) =>
        new([("mail/body.html", html), .. files.Any(f => f.Path == "mail/template.yaml") ? files : [.. files, ("mail/template.yaml", "subject: Hello\nfailure: {fallback: drop}\n")]]);

    public void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public void Write(string path, byte[] bytes)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
    }

    public void Delete(string path) => File.Delete(Path.Combine(Folder, path));

    public TemplateWorkspace Load(TemplateWorkspace? previous = null) =>
        TemplateFolder.Load(WorkspaceName.Default, Folder, Variables.GetValueOrDefault, previous, Clock);

    public IReadOnlyList<Diagnostic> Check() => Load().Diagnostics;

    /// <summary>The template "mail"; fails with its diagnostics when it is not good.</summary>
    public Template Template(string name = "mail")
    {
        var workspace = Load();
        var template = workspace.Find(name);
        Assert.True(template is not null, string.Join("\n", workspace.Diagnostics));
        return template;
    }

    public RenderedMail Render(string profile = "{}", string? data = null, string? locale = null, Part[]? parts = null) =>
        Render(Template(), profile, data, locale, parts);

    public static RenderedMail Render(Template template, string profile = "{}", string? data = null, string? locale = null, Part[]? parts = null)
    {
        var scope = Scope(profile, data, locale);
        return Plain(template.Render(scope, template.Decide(scope, Nothing, default), parts ?? [.. template.Parts], default));
    }

    /// <summary>A mail whose clicks lead straight to their destinations, and whose other links are neutral.</summary>
    public static RenderedMail Plain(RenderedMail mail) => mail with
    {
        HtmlUtf8 = mail.HtmlUtf8 is { } html ? (ReadOnlyMemory<byte>?)LinkMarks.Replace(html, mark => WebUtility.HtmlEncode(Address(mark))) : null,
        Text = mail.Text is null ? null : LinkMarks.Replace(mail.Text, Address),
        Amp = mail.Amp is null ? null : LinkMarks.Replace(mail.Amp, mark => WebUtility.HtmlEncode(Address(mark))),
    };

    private static string Address(LinkMark mark) =>
        mark.Destination ?? LinkMarks.Neutral(mark).Replace("renderer:", "https://links.example/", StringComparison.Ordinal);

    public static RenderScope Scope(string profile = "{}", string? data = null, string? locale = null, string? timeZone = null) => new()
    {
        Profile = new Profile(Encoding.UTF8.GetBytes(profile)),
        Data = data is null ? default : JsonDocument.Parse(data).RootElement,
        Now = Now,
        Locale = locale,
        TimeZone = timeZone,
        MessageId = "m-1",
    };

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
