using BenchmarkDotNet.Attributes;
using Renderer.Links;
using Renderer.Model;

namespace Renderer.Benchmarks;

/// <summary>One link minted, opened, refused. At most 2 µs and 500 B each.</summary>
[MemoryDiagnoser]
public class LinkBenchmarks
{
    private readonly string folder = Directory.CreateTempSubdirectory("renderer-links-").FullName;
    private KeyRing ring = null!;
    private LinkTokens tokens = null!;
    private LinkFacts facts = null!;
    private string token = null!;

    [Params("image", "largest")]
    public string Link { get; set; } = "image";

    [GlobalSetup]
    public void Open()
    {
        ring = KeyRing.Open(folder, TimeProvider.System, create: true);
        tokens = new LinkTokens(ring, [WorkspaceName.Default]);
        var image = new LinkFacts
        {
            Workspace = WorkspaceName.Default,
            MadeAt = Instant.From(TimeProvider.System.GetUtcNow()),
            End = Instant.From(TimeProvider.System.GetUtcNow().AddDays(365)),
            Recipient = ring.Opaque("person", "default\nid\np0001"),
            Template = LinkName.Of("welcome"),
            Version = VersionMark.Of("0123456789abcdef01234567"),
            Message = LinkName.Of("bf-2026/p0001"),
            Slot = LinkName.Of("hero"),
            Decision = 2,
        };
        _ = Destination.TryParse("https://shop.example/q?abcdefghijklm", out var url);
        facts = Link == "image" ? image : image with
        {
            Template = LinkName.Of(new string('t', 64)), Message = LinkName.Of(new string('m', 128)), Slot = LinkName.Of("slot-name"), Destination = url,
        };
        token = tokens.Mint(LinkPurpose.Image, facts).Text;
    }

    [GlobalCleanup]
    public void Close()
    {
        ring.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Benchmark]
    public LinkToken Mint() => tokens.Mint(LinkPurpose.Image, facts);

    [Benchmark]
    public LinkFacts? Read() => tokens.Open(LinkPurpose.Image, token);

    [Benchmark]
    public LinkFacts? Refuse() => tokens.Open(LinkPurpose.Click, token);
}
