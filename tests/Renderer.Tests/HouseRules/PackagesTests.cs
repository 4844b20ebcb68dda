using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace Renderer.Tests.HouseRules;

/// <summary>Third-party packages: who may have which, kept to oneself, and none with a known hole.</summary>
public sealed class PackagesTests
{
    private static readonly Dictionary<string, string[]> Table = new()
    {
        ["Renderer.Model"] = [],
        ["Renderer.Links"] = [],
        ["Renderer.Messages"] = [],
        ["Renderer.Templates"] = ["Scriban.Signed", "Microsoft.Extensions.ObjectPool", "HtmlSanitizer", "HtmlAgilityPack", "YamlDotNet"],
        ["Renderer.Images"] =
        [
            "SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies", "HarfBuzzSharp", "HarfBuzzSharp.NativeAssets.Linux", "QRCoder",
        ],
        ["Renderer.Profiles"] =
        [
            "Refit", "Microsoft.Extensions.Http.Resilience", "ZiggyCreatures.FusionCache",
            "Microsoft.Extensions.Caching.StackExchangeRedis", "StackExchange.Redis", "BouncyCastle.Cryptography",
            "Grpc.Net.Client", "Google.Protobuf", "Grpc.Tools", "Apache.Avro",
        ],
        ["Renderer.Ledger"] = ["Microsoft.Data.Sqlite", "Npgsql", "Dapper", "dbup-core", "dbup-sqlite", "dbup-postgresql"],
        ["Renderer.Server"] =
        [
            "Yarp.ReverseProxy", "Microsoft.AspNetCore.Authentication.JwtBearer", "Microsoft.AspNetCore.OpenApi", "System.CommandLine", "MimeKit",
            "OpenTelemetry.Extensions.Hosting", "OpenTelemetry.Exporter.OpenTelemetryProtocol",
            "OpenTelemetry.Exporter.Prometheus.AspNetCore", "OpenTelemetry.Instrumentation.AspNetCore",
            "OpenTelemetry.Instrumentation.Http", "OpenTelemetry.Instrumentation.Runtime",
        ],
        ["Renderer.Sandbox"] =
        [
            "OpenIddict.AspNetCore", "OpenIddict.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.InMemory",
            "Grpc.AspNetCore.Server", "Google.Protobuf", "Grpc.Tools", "Apache.Avro", "MimeKit",
        ],
    };

    /// <summary>Package, first version without the hole, and what it was.</summary>
    private static readonly (string Package, Version Good, string Advisory)[] Holes =
    [
        ("Scriban", new(7, 5, 2), "CVE-2026-124438: array.map reads members of imported delegates"),
        ("Scriban", new(7, 2, 1), "GHSA-q6rr-fm2g-g5x8: array * int ignores LoopLimit"),
        ("Scriban", new(7, 2, 1), "GHSA-6q7j-xr26-3h2c: ExpressionDepthLimit is not enforced"),
        ("Scriban", new(7, 2, 0), "GHSA-24c8-4792-22hx: array.insert_at with a huge index"),
        ("Scriban", new(7, 0, 0), "GHSA-5wr9-m6jw-xx44: MemberFilter is bypassed when a context is used again"),
        ("Scriban", new(7, 0, 0), "GHSA-x6m9-38vm-2xhf: the include cache survives Reset"),
        ("Scriban", new(7, 0, 0), "GHSA-p6q4-fgr8-vx4p, GHSA-xcx6-vp38-8hr5: stack overflows"),
        ("Scriban", new(7, 0, 0), "GHSA-c875-h985-hvrc: builtins ignore LoopLimit"),
        ("Scriban", new(7, 0, 0), "GHSA-v66j-x4hw-fv9g, GHSA-m2p3-hwv5-xpqw, GHSA-xw6w-9jjh-p9cr: memory"),
        ("Scriban", new(6, 6, 0), "GHSA-wgh7-7m3c-fx25, GHSA-grr9-747v-xvcp, GHSA-5rpf-x9jg-8j5p: recursion, memory"),
    ];

    [Fact]
    public void Each_room_has_only_the_packages_of_the_table() => Faults.None(
        from room in Tree.Rooms
        from package in ProjectFile.OfRoom(room).Packages
        where !Table.GetValueOrDefault(room, []).Contains(package.Name)
        select $"{room} has {package.Name}, which the table does not give it");

    [Fact]
    public void Packages_are_kept_private_so_that_no_room_leaks_its_own() => Faults.None(
        from room in Tree.Rooms
        from package in ProjectFile.OfRoom(room).Packages
        where !package.Private.Contains("all") && !package.Private.IsSupersetOf(["compile", "contentfiles", "analyzers", "build"])
        select $"{room}: {package.Name} needs PrivateAssets=\"compile;contentfiles;analyzers;build\"");

    [Fact]
    public void Versions_stand_in_one_place() => Faults.None(
        from file in Tree.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))
        from reference in XElement.Parse(Tree.Read(file)).Descendants("PackageReference")
        where reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null
        select $"{file}: the version of {(string?)reference.Attribute("Include")} belongs in src/Directory.Packages.props");

    [Fact]
    public void No_version_that_is_asked_for_has_a_known_hole() => Faults.None(
        from package in XElement.Parse(Tree.Read("src/Directory.Packages.props")).Descendants("PackageVersion")
        from fault in HolesOf((string)package.Attribute("Include")!, (string)package.Attribute("Version")!)
        select fault);

    [Fact]
    public void No_version_that_was_resolved_has_a_known_hole()
    {
        var resolved = (
            from folder in new[] { "src", "tests" }
            from file in Directory.GetFiles(Path.Combine(Tree.Root, folder), "project.assets.json", SearchOption.AllDirectories)
            from library in JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("libraries").EnumerateObject()
            select library.Name.Split('/')).ToArray();
        Assert.Contains(resolved, library => library[0] == "Scriban.Signed");
        Faults.None(resolved.SelectMany(library => HolesOf(library[0], library[1])).Distinct());
    }

    [Theory]
    [InlineData("Scriban", "7.5.1")]
    [InlineData("scriban.signed", "7.5.0-beta.1")]
    [InlineData("Scriban.Signed", "6.2.1")]
    public void A_version_with_a_hole_is_a_fault(string package, string version) => Assert.NotEmpty(HolesOf(package, version));

    [Fact]
    public void A_version_without_is_none() => Assert.Empty(HolesOf("Scriban.Signed", "7.5.2"));

    private static IEnumerable<string> HolesOf(string package, string version) =>
        from hole in Holes
        where package.Equals(hole.Package, StringComparison.OrdinalIgnoreCase)
            || package.StartsWith(hole.Package + ".", StringComparison.OrdinalIgnoreCase)
        where Version.Parse(version.Split('-', '+')[0]) < hole.Good
        select $"{package} {version}: {hole.Advisory}; take {hole.Good} or later";
}
