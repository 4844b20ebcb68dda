using Renderer.Sandbox.Calls;
using Renderer.Sandbox.Crm;
using Renderer.Sandbox.Dataverse;
using Renderer.Sandbox.Esp;
using Renderer.Sandbox.Faults;
using Renderer.Sandbox.Hooks;
using Renderer.Sandbox.OAuth;
using Renderer.Sandbox.Outbox;
using Renderer.Sandbox.People;
using Renderer.Sandbox.Play;
using Renderer.Sandbox.Salesforce;
using Renderer.Sandbox.Segment;

namespace Renderer.Sandbox;

/// <summary>The sandbox as a host: CRMs that behave like their vendors' APIs, their OAuth servers, and the controls to play with them.</summary>
internal static class SandboxHost
{
    public const string DefaultUrl = "http://localhost:5081";
    private const int LongestBody = 1 << 20;

    /// <summary>Dataverse takes URLs of 32 KB.</summary>
    private const int LongestLine = 33 * 1024;

    /// <summary>Builds a sandbox of its own: several in one process share nothing.</summary>
    /// <param name="args">Settings as <c>--Renderer:Sandbox:People=1000</c> and <c>--urls=http://127.0.0.1:0</c>; they win over variables.</param>
    /// <exception cref="InvalidOperationException">A setting is not what it can be.</exception>
    public static WebApplication Build(string[] args)
    {
        // The empty builder reads no appsettings.json: in a test process that file belongs to somebody else.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables().AddCommandLine(args);
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LongestBody;
            kestrel.Limits.MaxRequestLineSize = LongestLine;
            kestrel.Limits.MaxRequestHeadersTotalSize = 2 * LongestLine;
        });
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null)
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        var options = SandboxOptions.From(builder.Configuration);
        var services = builder.Services;
        services.AddRouting();
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<PropertyCatalogue>();
        services.AddSingleton<PeopleStore>();
        services.AddTokenServer(options);
        services.AddContactsApi();
        services.AddDataverseApi();
        services.AddSalesforceApi();
        services.AddSegmentApi();
        services.AddEsps();
        services.AddSingleton<HookEvents>();
        services.AddSingleton<IVendorHook, HubSpotHook>();
        services.AddSingleton<HookAttempts>();
        services.AddSingleton<HookSender>();
        services.AddSingleton<CallLog>();
        services.AddSingleton<FaultBoard>();
        services.AddSingleton<PeopleEndpoint>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        if (options.ParentStdin)
        {
            services.AddHostedService<ParentLifeline>();
        }

        var app = builder.Build();
        app.UseRouting();
        app.UseWhen(IsVendor, vendor => vendor.UseMiddleware<CallCounting>());
        app.UseWhen(IsCrm, crm => crm.UseMiddleware<CrmLimits>());
        app.UseWhen(context => EspVendors.Of(context.Request.Path.Value ?? "") is not null, esp => esp.UseMiddleware<EspGate>());
        app.UseWhen(IsVendor, vendor => vendor.UseMiddleware<FaultInjection>());
        app.UseAuthentication();
        app.UseWhen(IsCrm, crm => crm.UseMiddleware<CrmAccess>());
        app.UseWhen(context => context.Request.Path.StartsWithSegments(DataverseApi.Path), crm => crm.UseMiddleware<DataverseAccess>());
        app.UseWhen(context => context.Request.Path.StartsWithSegments(SalesforceApi.Data), crm => crm.UseMiddleware<SalesforceGate>());
        app.UseWhen(context => context.Request.Path.StartsWithSegments(SegmentApi.Path), crm => crm.UseMiddleware<SegmentAccess>());
        Map(app);
        return app;
    }

    private static bool IsCrm(HttpContext context) => context.Request.Path.StartsWithSegments("/crm");

    private static bool IsVendor(HttpContext context) =>
        context.Request.Path.Value is { } path && (Vendors.Of(path) is not null || Vendors.IsToken(path));

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapContactsApi();
        routes.MapConsentPage();
        routes.MapDataverseApi();
        routes.MapSalesforceApi();
        routes.MapSegmentApi();
        routes.MapEsps();
        routes.MapOutbox();
        routes.MapFaults();
        routes.MapCalls();
        PeopleEndpoint.Map(routes);
        routes.MapGet("/health/live", context => context.Response.WriteAsync("live"));
        routes.MapFallback(Problem.NotFound.WriteAsync);
    }
}
