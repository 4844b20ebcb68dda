using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Renderer.Model;
using Renderer.Server.Access;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Access;

/// <summary>What we publish for callers who sign: vectors, and a program in each of seven languages, run where its interpreter is installed.</summary>
public sealed class SigningExamplesTests(BasicStage basic, ITestOutputHelper output) : IClassFixture<BasicStage>
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "Renderer.Server", "Access", "Signing");

    private static readonly Vector[] Vectors = JsonSerializer.Deserialize<Vector[]>(
        File.ReadAllText(Path.Combine(Folder, "vectors.json")), JsonSerializerOptions.Web)!;

    /// <summary>The first is everywhere: a machine without it runs no test here.</summary>
    private static readonly (string Command, string[] Arguments, string File)[] Languages =
    [
        ("bash", [], "sign.sh"), ("python3", [], "sign.py"), ("node", [], "sign.mjs"), ("ruby", [], "sign.rb"),
        ("php", [], "sign.php"), ("java", [], "Sign.java"), ("go", ["run"], "sign.go"),
    ];

    [Fact]
    public void The_vectors_are_what_the_server_computes() =>
        Assert.All(Vectors, vector => Assert.Equal(vector.Sig, SignedUrl.Sign(vector.Target, new Secret(vector.Secret))));

    [Fact]
    public void Every_program_that_is_published_is_tried() =>
        Assert.Equal(
            Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)!).Except(["README.md", "vectors.json"]).Order(StringComparer.Ordinal),
            Languages.Select(language => language.File).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Each_language_that_is_installed_signs_as_the_vectors_say_and_the_server_takes_it()
    {
        var ran = new List<string>();
        foreach (var (command, arguments, file) in Languages)
        {
            if (!IsInstalled(command))
            {
                output.WriteLine($"{file}: {command} is not installed");
                continue;
            }

            foreach (var group in Vectors.GroupBy(vector => vector.Secret))
            {
                var signed = await RunAsync(command, [.. arguments, Path.Combine(Folder, file), .. group.Select(vector => vector.Target)], group.Key);
                Assert.Equal(group.Select(vector => vector.Signed), signed.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            }

            var target = $"/v1/render/hello?id=p0001&data.by={command}&ws=default&exp=4102444800";
            var url = (await RunAsync(command, [.. arguments, Path.Combine(Folder, file), target], BasicStage.SigningSecret)).Trim();
            using var nobody = basic.Stage.Node.Client(null);
            Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync(url)).StatusCode);
            await (await nobody.GetAsync(url.Replace("p0001", "p0002", StringComparison.Ordinal))).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
            ran.Add(file);
        }

        output.WriteLine($"ran {string.Join(", ", ran)}");
        Assert.Contains("sign.sh", ran);
    }

    private static bool IsInstalled(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, command)));

    private async Task<string> RunAsync(string command, IEnumerable<string> arguments, string secret)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        start.Environment["RENDERER_SIGNING_SECRET"] = secret;

        // Java and Ruby read arguments and environment by the locale; Go keeps what it builds.
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["GOCACHE"] = Path.Combine(basic.Stage.Folder, "go");
        using var process = Process.Start(start)!;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command}: {await complained}");
        return await said;
    }

    private sealed record Vector(string About, string Secret, string Target, string Sig, string Sha1)
    {
        public string Signed => $"{Target}{(Target.Contains('?') ? '&' : '?')}sig={Sig}";
    }
}
