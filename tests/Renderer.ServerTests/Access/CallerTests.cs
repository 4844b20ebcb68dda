using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Access;

/// <summary>Contract section 1: who may call, and with what.</summary>
public sealed class CallerTests(BasicStage basic) : IClassFixture<BasicStage>
{
    private const string Render = "/v1/render/hello?id=p0001";

    private RendererNode Node => basic.Stage.Node;

    [Fact]
    public async Task Nobody_and_somebody_with_a_wrong_key_are_unauthorized()
    {
        foreach (var key in new[] { null, "wrong", "rk_" + new string('0', 64), "a.b.c" })
        {
            using var client = Node.Client(key);
            using var answer = await client.GetAsync(Render);
            await answer.ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
            Assert.NotEmpty(answer.Headers.WwwAuthenticate);
        }
    }

    [Fact]
    public async Task A_key_opens_what_its_roles_allow_and_nothing_else()
    {
        using var send = Node.Client(await KeyAsync(Role.Send));
        Assert.Equal(HttpStatusCode.OK, (await send.GetAsync(Render)).StatusCode);
        foreach (var (method, path) in new[]
        {
            (HttpMethod.Post, "/v1/preview"), (HttpMethod.Get, "/v1/templates"), (HttpMethod.Post, "/v1/templates/hello/publish"),
            (HttpMethod.Post, "/v1/templates/hello/rollback"), (HttpMethod.Post, "/v1/profiles/expire"), (HttpMethod.Get, "/v1/profiles/p0001"),
            (HttpMethod.Delete, "/v1/profiles/p0001"), (HttpMethod.Get, "/v1/audit"),
        })
        {
            using var request = new HttpRequestMessage(method, path);
            await (await send.SendAsync(request)).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        }

        using var author = Node.Client(await KeyAsync(Role.Author));
        Assert.Equal(HttpStatusCode.OK, (await author.GetAsync("/v1/templates")).StatusCode);
        await (await author.GetAsync(Render)).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task A_pull_key_in_the_query_opens_its_templates_pull_form_alone()
    {
        var key = await KeyAsync(Role.Pull | Role.Send, "hello");
        using var nobody = Node.Client(null);
        Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync($"{Render}&key={key}")).StatusCode);
        await (await nobody.GetAsync($"/v1/render/other?id=p0001&key={key}")).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await nobody.PostAsJsonAsync($"/v1/render/hello?key={key}", new { recipient = new { id = "p0001" } })).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await nobody.GetAsync($"{Render}&key={await KeyAsync(Role.Send)}")).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Basic_takes_the_key_as_password_or_as_user_name_without_one()
    {
        var key = await KeyAsync(Role.Send);
        foreach (var (pair, status) in new[] { ($"any:{key}", HttpStatusCode.OK), ($"{key}:", HttpStatusCode.OK), ($"{key}:wrong", HttpStatusCode.Unauthorized), (key, HttpStatusCode.Unauthorized) })
        {
            using var client = Node.Client(null);
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
            Assert.Equal(status, (await client.GetAsync(Render)).StatusCode);
        }
    }

    [Fact]
    public async Task A_revoked_key_and_one_that_has_ended_open_nothing()
    {
        var keys = Node.Services.GetRequiredService<AccessKeys>();
        var made = await keys.NewAsync(WorkspaceName.Default, Role.Send, [], "short", null, "test");
        using var client = Node.Client(made.Text);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Render)).StatusCode);
        Assert.True(await keys.RevokeAsync(WorkspaceName.Default, made.Key.Id, "test"));
        await (await client.GetAsync(Render)).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");

        var ended = await keys.NewAsync(WorkspaceName.Default, Role.Send, [], "ended", DateTimeOffset.UnixEpoch.AddYears(30), "test");
        using var late = Node.Client(ended.Text);
        await (await late.GetAsync(Render)).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task The_dev_key_stays_on_the_machine()
    {
        foreach (var header in new[] { "X-Forwarded-For", "Forwarded", "X-Forwarded-Host", "Via" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Render);
            request.Headers.TryAddWithoutValidation(header, header == "Via" ? "1.1 proxy" : "for=1.2.3.4");
            await (await Node.Http.SendAsync(request)).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        }
    }

    [Fact]
    public async Task A_JWT_of_the_configured_issuer_opens_what_its_scope_says()
    {
        const string Secret = "a-shared-key-of-at-least-32-bytes-for-tests";
        await using var stage = await Stage.StartAsync(node: new()
        {
            ["Jwt:Issuer"] = "https://issuer.example", ["Jwt:Audience"] = "renderer", ["Jwt:SigningKey"] = Secret,
        });
        using var good = stage.Node.Client(Token(Secret, "https://issuer.example", "renderer", "default", "send author", 5));
        Assert.Equal(HttpStatusCode.OK, (await good.GetAsync(Render)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await good.GetAsync("/v1/templates")).StatusCode);
        await (await good.GetAsync("/v1/audit")).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        foreach (var bad in new[]
        {
            Token(Secret, "https://other.example", "renderer", "default", "send", 5), Token(Secret, "https://issuer.example", "other", "default", "send", 5),
            Token(Secret, "https://issuer.example", "renderer", "default", "send", -10), Token(Secret + "x", "https://issuer.example", "renderer", "default", "send", 5),
            Token(Secret, "https://issuer.example", "renderer", "NOT A NAME", "send", 5), Token(Secret, "https://issuer.example", "renderer", "default", "", 5),
        })
        {
            using var client = stage.Node.Client(bad);
            await (await client.GetAsync(Render)).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        }
    }

    private static string Token(string secret, string issuer, string audience, string workspace, string scope, int minutes) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Expires = TimeProvider.System.GetUtcNow().AddMinutes(minutes).UtcDateTime,
            Claims = new Dictionary<string, object> { ["workspace"] = workspace, ["scope"] = scope },
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)), SecurityAlgorithms.HmacSha256),
        });

    private async Task<string> KeyAsync(Role roles, params string[] templates) =>
        (await Node.Services.GetRequiredService<AccessKeys>().NewAsync(WorkspaceName.Default, roles, templates, "test", null, "test")).Text;
}
