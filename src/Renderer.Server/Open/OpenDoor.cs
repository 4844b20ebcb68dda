using Renderer.Links;
using Renderer.Messages.Opens;
using Renderer.Model;
using Renderer.Server.Links;
using Renderer.Server.Open.Classing;
using Renderer.Server.Problems;

namespace Renderer.Server.Open;

/// <summary>What every door of a delivered mail does first: the token, before anything else of the request is read; then who asks.</summary>
internal sealed class OpenDoor(LinkTokens tokens, LinkDomains domains, OpenClassing classing, TimeProvider clock)
{
    /// <summary>The time from the token to the answer: a mail that is opened shows its pictures at once.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(200);

    /// <summary>A page is waited for as a render is.</summary>
    private static readonly TimeSpan PageLimit = TimeSpan.FromMilliseconds(800);

    private static readonly Problem Unknown = new(
        ProblemCode.NotFound, "This link was not made here, or not as it stands; open it as it is in the mail.");

    /// <summary>What a genuine link is asked for; null for all others, which <see cref="RefuseAsync"/> answers, and nobody logs.</summary>
    /// <param name="http">The request.</param>
    /// <param name="purpose">What the link must have been made for.</param>
    /// <param name="kind">What is asked for.</param>
    /// <param name="token">The token, as it stands in the path.</param>
    public OpenAsk? Enter(HttpContext http, LinkPurpose purpose, OpenKind kind, ReadOnlySpan<char> token)
    {
        var budget = Start(kind);
        return Open(http, purpose, token) is { } facts ? Of(http, kind, facts, budget) : null;
    }

    /// <summary>What a link says; null where it is not ours, or belongs under another workspace's name.</summary>
    public LinkFacts? Open(HttpContext http, LinkPurpose purpose, ReadOnlySpan<char> token) =>
        tokens.Open(purpose, token) is { } facts && domains.Admits(http.Request.Host, facts.Workspace) ? facts : null;

    /// <summary>The same for facts that were proven in another way: by a recipient's token, or by a signature.</summary>
    public OpenAsk Enter(HttpContext http, OpenKind kind, LinkFacts facts) => Of(http, kind, facts, Start(kind));

    /// <summary>Answers a link that is not ours.</summary>
    public static Task RefuseAsync(HttpContext http)
    {
        OpenHeaders.Put(http.Response, OpenCaching.NoStore);
        return Unknown.ExecuteAsync(http);
    }

    private Budget Start(OpenKind kind) => Budget.Start(clock, kind == OpenKind.Web ? PageLimit : Limit);

    private OpenAsk Of(HttpContext http, OpenKind kind, LinkFacts facts, Budget budget)
    {
        var at = Instant.From(clock.GetUtcNow());
        return new(kind, facts, classing.Of(http, kind, facts, at), at, budget, HttpMethods.IsHead(http.Request.Method));
    }
}

/// <summary>Something that is asked for of a delivered mail, its link proven.</summary>
/// <param name="Kind">What.</param>
/// <param name="Facts">What the link says.</param>
/// <param name="Verdict">Who asks.</param>
/// <param name="At">When.</param>
/// <param name="Budget">What is left of the time.</param>
/// <param name="IsHead">Headers alone are wanted.</param>
internal sealed record OpenAsk(OpenKind Kind, LinkFacts Facts, Verdict Verdict, Instant At, Budget Budget, bool IsHead)
{
    /// <summary>The same for the desks: what only looks like a machine gets and does what a person would.</summary>
    public OpenOrder Order => new() { Facts = Facts, Budget = Budget, Class = Verdict.Acts, IsHead = IsHead };

    /// <summary>The same without any time: its fallback is wanted.</summary>
    public OpenOrder AtOnce => Order with { Budget = Budget.Less(Budget.Total) };
}
