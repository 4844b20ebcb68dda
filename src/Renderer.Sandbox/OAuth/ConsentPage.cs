using System.Net;
using System.Text;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Renderer.Sandbox.OAuth;

/// <summary><c>/oauth/authorize</c>: where a person allows the client, as at HubSpot's; whoever comes is taken for the account's owner.</summary>
internal static class ConsentPage
{
    public const string Path = "/oauth/authorize";

    public static void MapConsentPage(this IEndpointRouteBuilder routes) => routes.MapMethods(Path, ["GET", "POST"], AnswerAsync);

    /// <summary>Refuses a foreign client, and any place to go back to that is not on this machine.</summary>
    public static ValueTask CheckAsync(ValidateAuthorizationRequestContext context, SandboxOptions sandbox)
    {
        if (context.ClientId != sandbox.ClientId)
        {
            context.Reject(Errors.InvalidClient, "no such client");
        }
        else if (!Uri.TryCreate(context.RedirectUri, UriKind.Absolute, out var back) || !back.IsLoopback)
        {
            context.Reject(Errors.InvalidRequest, "redirect_uri is an address of this machine");
        }

        return ValueTask.CompletedTask;
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var request = context.GetOpenIddictServerRequest()!;
        var decision = HttpMethods.IsPost(context.Request.Method) ? (string?)request["decision"] : null;
        switch (decision)
        {
            case "allow":
                await context.SignInAsync(
                    OpenIddictServerAspNetCoreDefaults.AuthenticationScheme,
                    TokenServer.PrincipalOf("owner@sandbox.example", [.. request.GetScopes(), Scopes.OfflineAccess]));
                break;
            case "deny":
                await context.ForbidAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, new AuthenticationProperties(new Dictionary<string, string?>
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.AccessDenied,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The owner said no.",
                }));
                break;
            default:
                context.Response.ContentType = "text/html; charset=utf-8";
                await context.Response.WriteAsync(Page(request));
                break;
        }
    }

    private static string Page(OpenIddictRequest request)
    {
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><title>Sandbox</title><h1>Allow Renderer to read your contacts?</h1><ul>");
        foreach (var scope in request.GetScopes())
        {
            page.Append("<li>").Append(WebUtility.HtmlEncode(scope)).Append("</li>");
        }

        page.Append("</ul><form method=\"post\" action=\"").Append(Path).Append("\">");
        foreach (var (name, value) in request.GetParameters())
        {
            page.Append("<input type=\"hidden\" name=\"").Append(WebUtility.HtmlEncode(name))
                .Append("\" value=\"").Append(WebUtility.HtmlEncode((string?)value)).Append("\">");
        }

        return page.Append("<button name=\"decision\" value=\"allow\">Allow</button> <button name=\"decision\" value=\"deny\">Deny</button></form>").ToString();
    }
}
