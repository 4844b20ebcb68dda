using System.Text;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Renderer.Templates;
using Xunit;

namespace Renderer.ServerTests.Send;

/// <summary>The shipped templates write the same for everybody, compiled and interpreted.</summary>
public sealed class OracleTests
{
    private static readonly string[] Templates = ["welcome", "cart", "newsletter"];
    private static readonly string Folder = Path.Combine(Repository.Root, "templates");

    [Fact]
    public async Task The_shipped_templates_are_compiled_and_write_what_the_interpreter_writes_for_all_people()
    {
        await using var stage = await Stage.StartAsync(workspace: Folder);
        var workspace = TemplateFolder.Load(WorkspaceName.Default, Folder, _ => "x");
        var now = new DateTimeOffset(2026, 11, 27, 8, 0, 0, TimeSpan.Zero);
        using var warm = await stage.Node.Http.PostTextAsync(
            "/v1/render/welcome/batch?budget_ms=10000",
            string.Join('\n', Enumerable.Range(1, 1000).Select(n => $"{{\"id\":\"p{n:0000}\"}}")),
            "application/x-ndjson");
        await warm.Content.ReadAsStringAsync();
        for (var n = 1; n <= 1000; n++)
        {
            using var answer = await stage.Node.Http.GetAsync($"/v1/profiles/p{n:0000}");
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            var attributes = (await answer.JsonAsync()).GetProperty("attributes").EnumerateObject().Select(a => $"\"{a.Name}\":{a.Value.GetProperty("value").GetRawText()}");
            var person = new Profile(Encoding.UTF8.GetBytes($"{{{string.Join(',', attributes)}}}"));
            foreach (var name in Templates)
            {
                var template = workspace.Find(name)!;
                Assert.True(template.IsCompiled, name);
                Same(Render(template.Interpreted(), person, now), Render(template, person, now), $"{name} for p{n:0000}");
            }
        }
    }

    private static RenderedMail Render(Template template, Profile person, DateTimeOffset now)
    {
        var scope = new RenderScope { Profile = person, Now = now, MessageId = "m", IsPatient = true };
        return template.Render(scope, template.Decide(scope, new Dictionary<string, string>(), default), template.Parts, default);
    }

    private static void Same(RenderedMail oracle, RenderedMail plan, string what)
    {
        Assert.False(oracle.UsedStatic, what);
        Assert.Equal((what, oracle.Subject, oracle.Preheader), (what, plan.Subject, plan.Preheader));
        Assert.True(oracle.Html == plan.Html, $"{what}: {plan.Html}");
        Assert.True(oracle.Text == plan.Text, $"{what}: {plan.Text}");
        Assert.Equal(oracle.Choices, plan.Choices);
    }
}
