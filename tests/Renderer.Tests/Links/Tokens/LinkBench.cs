using Microsoft.Extensions.Time.Testing;
using Renderer.Links;
using Renderer.Model;
using Renderer.Tests.Infrastructure;

namespace Renderer.Tests.Links.Tokens;

/// <summary>A ring of fresh keys, tokens over it, and links as mails have them.</summary>
internal sealed class LinkBench : IDisposable
{
    public static readonly LinkPurpose[] Purposes = Enum.GetValues<LinkPurpose>();

    private readonly TempFolder folder = new();

    public LinkBench(params string[] others)
    {
        Clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        Ring = KeyRing.Open(folder.Path, Clock, create: true);
        Tokens = new LinkTokens(Ring, [WorkspaceName.Default, .. others.Select(Workspace)]);
        Typical = new LinkFacts
        {
            Workspace = WorkspaceName.Default,
            MadeAt = Instant.From(Clock.GetUtcNow()),
            End = Instant.From(Clock.GetUtcNow().AddDays(365)),
            Recipient = Ring.Opaque("person", "default\nid\np0001"),
            Template = LinkName.Of("welcome"),
            Version = VersionMark.Of("0123456789abcdef01234567"),
            Message = LinkName.Of("bf-2026/p0001"),
            Slot = LinkName.Of("hero"),
            Decision = 2,
        };
        Largest = Typical with
        {
            Template = LinkName.Of(new string('t', 64)),
            Message = LinkName.Of(new string('m', 128)),
            Slot = LinkName.Of("slot-name"),
            Decision = int.MaxValue - 1,
            Destination = Url("https://shop.example/q?abcdefghi"),
        };
    }

    public string Folder => folder.Path;

    public KeyRing Ring { get; }

    public LinkTokens Tokens { get; }

    public FakeTimeProvider Clock { get; }

    public LinkFacts Typical { get; }

    /// <summary>Nothing of it can be longer and still ride as it does.</summary>
    public LinkFacts Largest { get; }

    public static WorkspaceName Workspace(string name) => WorkspaceName.TryParse(name, out var workspace) ? workspace : throw new ArgumentException(name);

    public static Destination Url(string text) => Destination.TryParse(text, out var url) ? url : throw new ArgumentException(text);

    public void Dispose()
    {
        Ring.Dispose();
        folder.Dispose();
    }
}
