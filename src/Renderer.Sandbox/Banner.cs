namespace Renderer.Sandbox;

/// <summary>What stands on the terminal of somebody who starts the sandbox alone.</summary>
internal static class Banner
{
    public static void Write(WebApplication app)
    {
        var options = app.Services.GetRequiredService<SandboxOptions>();
        if (options.ParentStdin)
        {
            return;
        }

        var url = app.Urls.First();
        var generated = options.People == 0 ? "" : $", and g0000001 to g{options.People:D7}";
        Console.WriteLine($$"""
            The sandbox CRM is at {{url}} with p0001 to p1000{{generated}}. Its webhooks go to {{(options.HookUrls.Count == 0 ? "nobody" : string.Join(" and ", options.HookUrls))}}.
              a person   curl {{url}}/sandbox/people/p0001
              a change   curl -X PATCH {{url}}/sandbox/people/p0001 -d '{"firstname":"Zoe"}'
              a token    curl -u {{options.ClientId}}:{{options.ClientSecret}} -d grant_type=client_credentials {{url}}/oauth/v1/token
              HubSpot    curl -H "Authorization: Bearer $TOKEN" '{{url}}/crm/v3/objects/contacts/p0001@people.example?idProperty=email&properties=firstname,tier'
              trouble    curl {{url}}/sandbox/faults -d '{"status":503}'   and healed by   -d '{}'
              calls      curl {{url}}/sandbox/calls
            """);
    }
}
