using Renderer.Model;
using Renderer.Templates.Checks;
using Renderer.Templates.Settings;
using Renderer.Templates.Yaml;
using Xunit;

namespace Renderer.Tests.Templates;

public sealed class WorkspaceYamlTests
{
    [Fact]
    public void Everything_that_can_be_said_is_read()
    {
        using var bench = new Workbench(("secret.txt", "from a file\n"), ("workspace.yaml", Whole));
        bench.Variables["ID"] = "the-id";
        bench.Variables["SECRET"] = "s3cret";
        var workspace = bench.Load();
        Assert.Empty(workspace.Diagnostics);
        var settings = workspace.Settings;
        var crm = Assert.Single(settings.Connections);

        Assert.Equal(("de-DE", "Europe/Berlin", "hs_language", "hs_timezone"), (settings.Locale, settings.TimeZone, settings.LocaleAttribute, settings.TimeZoneAttribute));
        Assert.Equal((10, 5, 100, true), (settings.Limits.Concurrency, settings.Limits.Queue, settings.Limits.PerSecond, settings.AllowSha1Signatures));
        Assert.Equal("https://links.example.com:8443", settings.LinkDomain);
        Assert.Equal(["news@brand.example", "*@brand.example"], settings.Amp.Senders);
        Assert.Equal(("s3cret", "s3cret", "tok"), (settings.SigningSecret!.Value, crm.ClientSecret!.Value, crm.AccessToken!.Value));
        Assert.Equal("from a file", crm.HookSecret!.Value);
        Assert.Equal(new HubSpotSettings(HubSpotSignatures.V2 | HubSpotSignatures.V3), crm.Kind);
        Assert.Equal(("crm", "hubspot", "the-id", "a b"), (crm.Name, crm.Type, crm.ClientId, crm.Scope));
        Assert.Equal(new Uri("https://api.example.com:8443/x"), crm.BaseUrl);
        Assert.Equal(
            (TimeSpan.FromMinutes(10), TimeSpan.FromDays(2), TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(1500), 8),
            (crm.FreshFor, crm.StaleFor, crm.MissingFor, crm.Settle, crm.AttemptTimeout, crm.Concurrency));
        Assert.Equal(
            (new CallRate(100, TimeSpan.FromSeconds(10)), 250_000, TimeSpan.FromMilliseconds(5)), (crm.Rate!.Value, crm.Daily, crm.Coalesce));
        Assert.Equal(new AttributeMapping("firstname"), crm.Attributes["first_name"]);
        Assert.Equal(new AttributeMapping("birthday", AttributeType.Date), crm.Attributes["birthday"]);
        Assert.Equal(new AttributeMapping("same", AttributeType.List), crm.Attributes["same"]);
        Assert.Equal("customer_number", crm.Lookups["number"]);
        var keeps = settings.Retention;
        Assert.Equal((new(TimeSpan.FromDays(14), 0.5), TimeSpan.FromDays(60), TimeSpan.FromDays(30)), (keeps.Messages, keeps.Decisions, keeps.Person.For));
        Assert.Equal((TimeSpan.Zero, RetentionSettings.Usual.Prefetch, 0), (keeps.Proxy.For, keeps.Prefetch, keeps.Scanner.Share));
        Assert.Equal(
            new AssetOrigin
            {
                Name = "cdn", BaseUrl = new("https://cdn.example.com/mail"), Types = new(["image/png", "font/*"]), MaxBytes = 2 << 20,
                Timeout = TimeSpan.FromMilliseconds(750), KeepFor = TimeSpan.FromMinutes(10),
            },
            settings.Assets["cdn"]);
        Assert.Equal(new AssetOrigin { Name = "plain", BaseUrl = new("https://img.example.com") }, settings.Assets["plain"]);
        Assert.Equal(
            new EspSettings
            {
                Name = "mail", Kind = EspKind.SendGrid, BaseUrl = new("https://api.eu.sendgrid.com"), ApiKey = new("s3cret"), HookKey = "MFk=",
                OnFailure = OnSendFailure.Fail, Budget = TimeSpan.FromSeconds(2), Timeout = TimeSpan.FromSeconds(10),
            },
            settings.Esps[0]);
        var (ses, gun) = (settings.Esps[1], settings.Esps[2]);
        Assert.Equal((new Uri("https://email.eu-central-1.amazonaws.com"), "AKIA1", "s3cret", true), (ses.BaseUrl, ses.AccessKeyId, ses.SecretAccessKey!.Value, ses.Sends));
        Assert.Equal((new Uri("https://api.mailgun.net"), "post", "s3cret", TimeSpan.FromMilliseconds(800), false), (gun.BaseUrl, gun.User, gun.HookSecret!.Value, gun.Budget, gun.Sends));
        Assert.Equal(new ConsentSettings { Tracking = "opt_in", Personalization = "personal", Profiling = "scored" }, settings.Consent);
    }

    [Fact]
    public void What_is_not_said_has_its_default()
    {
        using var bench = new Workbench(("workspace.yaml", "connections:\n  crm: {type: hubspot}\n"));
        Assert.Equal(new ConnectionSettings { Name = "crm", Type = "hubspot" }.FreshFor, bench.Load().Settings.Connections[0].FreshFor);
        using var bare = new Workbench(("workspace.yaml", "# nothing yet\n"));
        Assert.Equal((WorkspaceSettings.Bare.Locale, WorkspaceSettings.Bare.Limits), (bare.Load().Settings.Locale, bare.Load().Settings.Limits));
    }

    [Theory]
    [InlineData("signing_secret: hush", "secret_in_plain", 17)]
    [InlineData("signing_secret: x${env:A:-b}", "secret_in_plain", 17)]
    [InlineData("signing_secret: ${env:NOT_SET}", "variable_missing", 17)]
    [InlineData("signing_secret: ${file:no-such-file}", "secret_file_missing", 17)]
    [InlineData("locale: ${oops:x}", "placeholder_invalid", 9)]
    [InlineData("link_domain: links.example.com", "url_invalid", 14)]
    [InlineData("link_domain: http://links.example.com", "url_invalid", 14)]
    [InlineData("link_domain: https://links.example.com/", "url_invalid", 14)]
    [InlineData("link_domain: https://links.example.com:443", "url_invalid", 14)]
    [InlineData("link_domain: https://ann@links.example.com", "url_invalid", 14)]
    [InlineData("link_domain: https://links.example.com.", "url_invalid", 14)]
    [InlineData("link_domain: https://bücher.example", "url_invalid", 14)]
    [InlineData("amp: {senders: [brand.example]}", "value_invalid", 17)]
    [InlineData("amp: {senders: ['*@*.brand.example']}", "value_invalid", 17)]
    [InlineData("amp: {senders: ['a@b@brand.example']}", "value_invalid", 17)]
    [InlineData("connections: {crm: {type: hubspott}}", "connection_type_unknown", 27)]
    [InlineData("connections: {crm: {}}", "key_missing", 20)]
    [InlineData("connections: {crm: {type: hubspot, fresh_for: 5 minutes}}", "value_invalid", 47)]
    [InlineData("connections: {crm: {type: hubspot, fresh_for: 0s}}", "value_invalid", 47)]
    [InlineData("connections: {crm: {type: hubspot, rate: fast}}", "value_invalid", 42)]
    [InlineData("connections: {crm: {type: hubspot, daily: 0}}", "value_invalid", 43)]
    [InlineData("connections: {crm: {type: hubspot, coalesce: 1s}}", "value_invalid", 46)]
    [InlineData("connections: {crm: {type: hubspot, base_url: /relative}}", "url_invalid", 46)]
    [InlineData("connections: {crm: {type: hubspot, freshfor: 5m}}", "unknown_key", 36)]
    [InlineData("connections: {CRM!: {type: hubspot}}", "name_invalid", 15)]
    [InlineData("connections: [crm]", "value_invalid", 14)]
    [InlineData("assets: {cdn: {types: [image/png]}}", "key_missing", 15)]
    [InlineData("assets: {cdn: {base_url: 'ftp://cdn.example.com'}}", "url_invalid", 26)]
    [InlineData("assets: {CDN: {base_url: 'https://cdn.example.com'}}", "name_invalid", 10)]
    [InlineData("assets: {cdn: {base_url: 'https://cdn.example.com', types: [text/html]}}", "value_invalid", 60)]
    [InlineData("assets: {cdn: {base_url: 'https://cdn.example.com', types: [text/*]}}", "value_invalid", 60)]
    [InlineData("assets: {cdn: {base_url: 'https://cdn.example.com', types: ['image/png; a=b']}}", "value_invalid", 60)]
    [InlineData("assets: {cdn: {base_url: 'https://cdn.example.com', max_mb: 51}}", "value_invalid", 61)]
    [InlineData("esps: {mail: {type: sendgridd, api_key: '${env:K:-k}'}}", "esp_type_unknown", 21)]
    [InlineData("esps: {mail: {type: sendgrid}}", "key_missing", 14)]
    [InlineData("esps: {mail: {api_key: '${env:K:-k}'}}", "key_missing", 14)]
    [InlineData("esps: {mail: {type: sendgrid, api_key: SG.x}}", "secret_in_plain", 40)]
    [InlineData("esps: {mail: {type: sendgrid, api_key: '${env:K:-k}', on_failure: retry}}", "value_invalid", 67)]
    [InlineData("esps: {mail: {type: sendgrid, api_key: '${env:K:-k}', budget: 20s}}", "value_invalid", 63)]
    [InlineData("esps: {mail: {type: ses, access_key_id: A, secret_access_key: '${env:K:-k}', region: Paris}}", "value_invalid", 86)]
    [InlineData("esps: {MAIL: {type: sendgrid, api_key: '${env:K:-k}'}}", "name_invalid", 8)]
    [InlineData("{connections: {a: {type: hubspot}}, esps: {a: {type: resend, api_key: '${env:K:-k}'}}}", "name_taken", 44)]
    [InlineData("- a", "yaml_invalid", 1)]
    public void A_fault_is_found_at_its_place(string yaml, string code, int column)
    {
        using var bench = new Workbench(("workspace.yaml", yaml));
        var fault = bench.Check()[0];
        Assert.Equal((code, "workspace.yaml", 1, column), (fault.Code, fault.File, fault.Line, fault.Column));
    }

    [Fact]
    public void A_key_that_is_not_known_is_met_with_the_nearest()
    {
        using var bench = new Workbench(("workspace.yaml", "connections: {crm: {type: hubspot, freshfor: 5m}}"));
        Assert.Contains("did you mean 'fresh_for'?", bench.Check()[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_edit_keeps_the_settings_before()
    {
        using var bench = new Workbench(("workspace.yaml", "locale: de-DE\n"));
        var before = bench.Load();
        bench.Write("workspace.yaml", "locale: de-DE\nlimits: {queue: many}\n");
        Assert.Same(before.Settings, bench.Load(before).Settings);
    }

    [Fact]
    public void A_secret_says_nothing_when_it_is_printed()
    {
        using var bench = new Workbench(("workspace.yaml", "signing_secret: ${env:S:-hush}\n"));
        Assert.DoesNotContain("hush", bench.Load().Settings.ToString(), StringComparison.Ordinal);
    }

    internal static IReadOnlySet<string> KeysOf(string yaml)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        var findings = new Findings();
        WorkspaceYaml.Read(YamlFile.Read(yaml, "workspace.yaml", findings), new YamlSource("workspace.yaml", findings) { Keys = keys });
        return keys;
    }

    internal const string Whole = """
        locale: de-DE
        time_zone: Europe/Berlin
        locale_attribute: hs_language
        time_zone_attribute: hs_timezone
        link_domain: https://links.example.com:8443
        amp: {senders: [news@brand.example, "*@brand.example"]}
        signing_secret: ${env:SECRET}
        allow_sha1_signatures: true
        limits:
          concurrency: 10
          queue: 5
          per_second: 100
        retention:
          messages: {keep: 14d, share: 0.5}
          decisions: 60d
          person: {keep: 30d}
          proxy: {keep: 0s}
          prefetch: {}
          scanner: {share: 0}
        consent: {tracking: opt_in, personalization: personal, profiling: scored}
        assets:
          cdn: {base_url: "https://cdn.example.com/mail", types: [image/png, font/*], max_mb: 2, timeout: 750ms, cache: 10m}
          plain: {base_url: "https://img.example.com"}
        esps:
          mail:
            type: sendgrid
            base_url: https://api.eu.sendgrid.com
            api_key: ${env:SECRET}
            hook_key: MFk=
            on_failure: fail
            budget: 2s
            timeout: 10s
          ses: {type: ses, region: eu-central-1, access_key_id: AKIA1, secret_access_key: "${env:SECRET}"}
          gun: {type: mailgun, user: post, hook_secret: "${env:SECRET}"}
        connections:
          crm:
            type: hubspot
            base_url: https://api.example.com:${env:PORT:-8443}/x
            token_url: https://api.example.com/token
            client_id: ${env:ID}
            client_secret: ${env:SECRET}
            access_token: "${env:TOKEN:-tok}"
            scope: a b
            hook_secret: ${file:secret.txt}
            hook_versions: [v3, v2]
            fresh_for: 10m
            stale_for: 2d
            missing_for: 1s
            settle: 500ms
            attempt_timeout: 1.5s
            concurrency: 8
            rate: 100/10s
            daily: 250000
            coalesce: 5ms
            attributes:
              first_name: firstname
              birthday: {property: birthday, type: date}
              same: {type: list}
            lookups: {number: customer_number}
        """;
}
