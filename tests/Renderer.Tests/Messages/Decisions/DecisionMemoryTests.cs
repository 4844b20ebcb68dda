using Renderer.Messages;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Messages.Decisions;

public sealed class DecisionMemoryTests
{
    private const string Yaml = """
        subject: Hello
        failure: {fallback: drop}
        blocks:
          hero:
            variants:
              - name: gold
                rule: profile.tier == 'gold'
                html: <p>gold</p>
            default:
              html: <p>plain</p>
        """;

    private static readonly Identifier Ann = Identifier.Email("ann@example.com");

    [Fact]
    public async Task A_repeat_decides_the_same_until_the_person_is_erased()
    {
        await using var desk = await OpenAsync();
        var order = desk.Order("a") with { MessageId = "m-1" };
        Assert.Equal("gold", await VariantAsync(desk, order));
        desk.Crm.Put("a", new { tier = "none" }, Ann.Value);
        Assert.True(await desk.Node.ExpireAsync("a"));
        Assert.Equal("gold", await VariantAsync(desk, order));

        // What Redis could not drop, being away, may still be there.
        desk.Node.Enter([Ann], Now(desk));
        Assert.NotEqual("gold", await VariantAsync(desk, order));
    }

    [Fact]
    public async Task Nothing_is_kept_of_who_was_erased_under_any_of_their_names()
    {
        await using var desk = await OpenAsync();
        desk.Node.Enter([Ann], Now(desk));
        await desk.ComposeAsync(desk.Order("a") with { MessageId = "m-1" });
        await desk.ComposeAsync(desk.Order("a") with { MessageId = "m-2", Recipient = Ann });
        Assert.Empty(desk.Claims.Made);
    }

    [Fact]
    public async Task Nothing_is_kept_while_nobody_can_tell_who_was_erased()
    {
        await using var desk = await OpenAsync();
        desk.Node.Erased.Know(Instant.Never);
        await desk.ComposeAsync(desk.Order("a") with { MessageId = "m-1", Fetch = false });
        Assert.Empty(desk.Claims.Made);
    }

    [Fact]
    public async Task After_the_hold_decisions_are_kept_again()
    {
        await using var desk = await OpenAsync();
        desk.Node.Enter([Ann], Instant.From(desk.Node.Time.GetUtcNow() - ErasureBoard.DefaultHold));
        await desk.ComposeAsync(desk.Order("a") with { MessageId = "m-1", Fetch = false });
        Assert.Single(desk.Claims.Made);
    }

    [Fact]
    public async Task A_claim_names_the_person_by_every_identifier_that_is_known()
    {
        await using var desk = await OpenAsync();
        await desk.ComposeAsync(desk.Order("a") with { MessageId = "m-1", Recipient = Ann });
        var claim = Assert.Single(desk.Claims.Made);
        var sealing = desk.Node.Get<ISealing>();
        Assert.Equal(PersonNames.Opaque(sealing, desk.Node.Workspace, Identifier.Id("a")), claim.Person);
        Assert.Contains(PersonNames.Opaque(sealing, desk.Node.Workspace, Ann), claim.Aliases!);
    }

    private static async Task<Desk> OpenAsync()
    {
        var desk = await Desk.OpenAsync("<p>{{ block \"hero\" }}</p>", ("mail/template.yaml", Yaml));
        desk.Crm.Put("a", new { tier = "gold" }, Ann.Value);
        return desk;
    }

    private static Instant Now(Desk desk) => Instant.From(desk.Node.Time.GetUtcNow());

    private static async Task<string> VariantAsync(Desk desk, MessageOrder order) => (await desk.ComposeAsync(order)).Decisions[0].Variant;
}
