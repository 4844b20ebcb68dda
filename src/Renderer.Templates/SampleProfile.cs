using System.Text.Json;
using Renderer.Model;

namespace Renderer.Templates;

/// <summary>An invented person of a template's <c>samples/</c> folder.</summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Profile">The person.</param>
/// <param name="Data">The request's data that goes with the person; undefined when there is none.</param>
/// <param name="Locale">BCP 47; null: as for anybody.</param>
public sealed record SampleProfile(string Name, Profile Profile, JsonElement Data, string? Locale);
