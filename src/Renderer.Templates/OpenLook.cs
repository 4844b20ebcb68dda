namespace Renderer.Templates;

/// <summary>How somebody looks at a message: <c>open</c> in scenes and in AMP data.</summary>
/// <param name="Relative">What is said may count from now ("2 h left"); false for a client that keeps what it fetched for later.</param>
public sealed record OpenLook(bool Relative);
