using Microsoft.AspNetCore.Authentication.JwtBearer;
using Renderer.Server.Hosting;

namespace Renderer.Server.Access;

/// <summary>Puts the ways to prove a caller into the host.</summary>
internal static class AccessRegistration
{
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        var rules = builder.Configuration.GetSection("Renderer:Jwt").Get<JwtRules>() ?? new JwtRules();
        StartupFault.ThrowIfAny([.. rules.Faults(builder.Environment.IsDevelopment())]);
        builder.Services.AddSingleton(rules);
        builder.Services.AddSingleton(new DevelopmentKey(builder.Environment.IsDevelopment()));
        builder.Services.AddSingleton<Callers>();
        if (rules.Enabled)
        {
            builder.Services.AddAuthentication().AddJwtBearer(JwtBearerDefaults.AuthenticationScheme, rules.Apply);
        }
    }
}
