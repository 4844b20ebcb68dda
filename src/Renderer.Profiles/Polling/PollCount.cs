namespace Renderer.Profiles.Polling;

/// <summary>What a poll came to.</summary>
/// <param name="Listed">People whom the CRM named as changed.</param>
/// <param name="Found">Of these, held here with another value, and no event had said so: now they are marked.</param>
/// <param name="Complete">The list was read to its end.</param>
internal readonly record struct PollCount(int Listed, int Found, bool Complete);
