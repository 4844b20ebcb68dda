using Renderer.Model;
using Renderer.Server.Access;
using Renderer.Server.Assets;
using Renderer.Server.Author;
using Renderer.Server.Change;
using Renderer.Server.Connections;
using Renderer.Server.Explain;
using Renderer.Server.Health;
using Renderer.Server.Jobs;
using Renderer.Server.Links;
using Renderer.Server.Open;
using Renderer.Server.Open.Amp;
using Renderer.Server.Open.Consenting;
using Renderer.Server.Passthrough;
using Renderer.Server.Prewarm;
using Renderer.Server.Send;
using Renderer.Server.Snippets;

namespace Renderer.Server.Hosting;

/// <summary>Every route, and the role it needs (contract section 1).</summary>
internal static class Slices
{
    /// <summary>Mail clients look by GET, link checkers by HEAD: both are answered alike.</summary>
    private static readonly string[] Look = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Ask = [HttpMethods.Get, HttpMethods.Post];

    public static void MapSlices(this WebApplication app)
    {
        app.MapPost("/v1/render/{template}", RenderEndpoint.HandleAsync).Needs(Role.Send).WithSummary("Render one message for one recipient.");
        app.MapGet("/v1/render/{template}", PullEndpoint.HandleAsync).Needs(Role.Send | Role.Pull).WithSummary("The pull form: what an ESP asks while it sends.");
        app.MapPost("/v1/render/{template}/batch", BatchEndpoint.HandleAsync).Needs(Role.Send).WithSummary("Render a stream of recipients, in order.");

        app.MapPost("/v1/links", LinksEndpoint.HandleAsync).Needs(Role.Send).WithSummary("Opaque recipient tokens, for ESPs that can only merge a stored field.");

        app.MapMethods("/i/{file}", Look, ImageEndpoint.HandleAsync).WithSummary("An image of a delivered mail, as it is true now.");
        app.MapMethods("/c/{token}", Look, ClickEndpoint.HandleAsync).WithSummary("A click: on to where the decision leads.");
        app.MapMethods("/i/{workspace}/{template}/{file}", Look, MergeImageEndpoint.HandleAsync).WithSummary("An image of a mail that an ESP merged.");
        app.MapMethods("/c/{workspace}/{template}/{slot}", Look, MergeClickEndpoint.HandleAsync).WithSummary("The click that goes with it.");
        app.MapMethods("/o/{file}", Look, PixelEndpoint.HandleAsync).WithSummary("The open pixel.");
        app.MapMethods("/w/{token}", Look, WebEndpoint.HandleAsync).WithSummary("The web version of a delivered mail.");
        app.MapMethods("/a/{token}", Ask, AmpEndpoint.HandleAsync).WithSummary("The data of an AMP list, or what an AMP form sends.");
        app.MapMethods("/u/{token}", Look, ConsentPageEndpoint.GetAsync).WithSummary("What somebody agrees to; looking changes nothing.");
        app.MapPost("/u/{token}", ConsentPageEndpoint.PostAsync).WithSummary("Take it down: one click of a mail client (RFC 8058), or the page's form.");

        app.MapPost("/v1/prewarm/{template}", PrewarmEndpoint.HandleAsync).Needs(Role.Send).WithSummary("Fill the cache before a send, within the CRM's quotas.");
        app.MapGet("/v1/jobs", JobsEndpoint.List).Needs(Role.Operate | Role.Send).WithSummary("The long pieces of work of this node, the newest first.");
        app.MapGet("/v1/jobs/{id}", JobsEndpoint.GetAsync).Needs(Role.Operate | Role.Send).WithSummary("How one stands; of a prewarm also the expected hit rate and the send rate that keeps it.");
        app.MapDelete("/v1/jobs/{id}", JobsEndpoint.CancelAsync).Needs(Role.Operate | Role.Send).WithSummary("End one before its time.");

        app.MapPost("/hooks/{workspace}/{connection}", HookEndpoint.HandleAsync).WithSummary("A CRM's or an ESP's signed webhook.");
        app.MapMethods("/hooks/{workspace}/{connection}", [HttpMethods.Head], HookEndpoint.Look).WithSummary("Whether there is such an ESP.");
        app.MapPost("/v1/profiles/expire", ExpireEndpoint.HandleAsync).Needs(Role.Operate).WithSummary("Say that people changed.");
        app.MapGet("/v1/profiles/{id}", PersonEndpoint.HandleAsync).Needs(Role.Privacy).WithSummary("What is held of a person.");
        app.MapGet("/v1/profiles", PersonEndpoint.HandleAsync).Needs(Role.Privacy).WithSummary("What is held of a person, by e-mail or lookup.");
        app.MapDelete("/v1/profiles/{id}", EraseEndpoint.HandleAsync).Needs(Role.Privacy).WithSummary("Erase a person everywhere.");
        app.MapDelete("/v1/profiles", EraseEndpoint.HandleAsync).Needs(Role.Privacy).WithSummary("Erase a person everywhere, by e-mail or lookup.");
        app.MapGet("/v1/audit", AuditEndpoint.HandleAsync).Needs(Role.Privacy).WithSummary("Who read, published, erased and changed what.");
        app.MapPut("/v1/consent/{id}", PersonConsentEndpoint.PutAsync).Needs(Role.Privacy).WithSummary("Take down what a person agrees to.");
        app.MapPut("/v1/consent", PersonConsentEndpoint.PutAsync).Needs(Role.Privacy).WithSummary("Take down what a person agrees to, by e-mail or lookup.");
        app.MapGet("/v1/consent/{id}", PersonConsentEndpoint.GetAsync).Needs(Role.Privacy).WithSummary("What a person agreed to.");
        app.MapGet("/v1/consent", PersonConsentEndpoint.GetAsync).Needs(Role.Privacy).WithSummary("What a person agreed to, by e-mail or lookup.");
        app.MapGet("/v1/messages/{**message_id}", MessageEndpoint.HandleAsync).Needs(Role.Privacy | Role.Send | Role.Author).WithSummary("Why this person saw what they saw.");

        app.MapPost("/v1/connections/{name}/test", ConnectionTestEndpoint.HandleAsync).Needs(Role.Operate).WithSummary("Try a connection: token, a read, attributes, quota, latency.");
        app.MapPost("/v1/connections/{name}/authorize", AuthorizeEndpoint.HandleAsync).Needs(Role.Operate).WithSummary("A link, good once, over which a person consents to a connection.");
        app.MapGet("/oauth/{workspace}/{connection}/start", ConsentEndpoint.StartAsync).WithSummary("Where such a link leads: on to the CRM's page.");
        app.MapGet("/oauth/{workspace}/{connection}/callback", ConsentEndpoint.CallbackAsync).WithSummary("Where the CRM sends the person back to.");

        app.MapPost("/v1/preview", PreviewEndpoint.HandleAsync).Needs(Role.Author).WithSummary("What somebody will get, before anyone gets it.");
        app.MapGet("/v1/attributes", AttributesEndpoint.List).Needs(Role.Author).WithSummary("The data dictionary: what attributes are, who reads them, how often they were bad.");
        app.MapGet("/v1/templates", TemplatesEndpoint.List).Needs(Role.Author).WithSummary("The templates that are served.");
        app.MapGet("/v1/templates/{name}", TemplatesEndpoint.Get).Needs(Role.Author).WithSummary("One template: what it reads, and what is wrong with it.");
        app.MapGet("/v1/templates/{name}/snippets", SnippetsEndpoint.Get).Needs(Role.Author).WithSummary("The tags that an ESP is given for it, ready to paste.");
        app.MapGet("/v1/templates/{name}/versions", PublishEndpoint.VersionsAsync).Needs(Role.Author).WithSummary("The last 20 published versions.");
        app.MapPost("/v1/templates/{name}/publish", PublishEndpoint.PublishAsync).Needs(Role.Publish).WithSummary("Publish the files as they are now.");
        app.MapPost("/v1/templates/{name}/rollback", PublishEndpoint.RollbackAsync).Needs(Role.Publish).WithSummary("Go back to an earlier published version.");

        app.MapPost("/v1/templates/{name}/slots/{slot}/disable", SlotEndpoint.DisableAsync).Needs(Role.Operate).WithSummary("Put a slot's fallback into mails already delivered.");
        app.MapPost("/v1/templates/{name}/slots/{slot}/enable", SlotEndpoint.EnableAsync).Needs(Role.Operate).WithSummary("Take it out again.");

        app.MapAssets();
        app.MapPassthrough();

        app.MapGet("/health/live", HealthEndpoint.Live).WithSummary("The process lives.");
        app.MapGet("/health/ready", HealthEndpoint.Ready).WithSummary("Renders can be answered; says what is degraded.");
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapOpenApi("/openapi/{documentName}.json");
    }
}
