using Renderer.Model;
using Renderer.Profiles.Crm.Protection;

namespace Renderer.Profiles.Crm;

/// <summary>What the handlers know of a call: its kind and its time. Travels in the request's options.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Budget">The time that the whole read may take.</param>
internal sealed record CrmCall(CrmCallKind Kind, Budget Budget)
{
    /// <summary>Its key among the request's options.</summary>
    public const string Key = "renderer.crm.call";

    /// <summary>What it is for, and what it may wait: as whoever makes it has said.</summary>
    public CallTerms Terms { get; } = CallTerms.Current;

    private static readonly HttpRequestOptionsKey<CrmCall> Option = new(Key);

    /// <summary>The call that a request belongs to.</summary>
    public static CrmCall Of(HttpRequestMessage? request) =>
        request is not null && request.Options.TryGetValue(Option, out var call)
            ? call
            : throw new InvalidOperationException("A request to a CRM must carry its call.");
}

/// <summary>The kinds of calls; also the metric label.</summary>
internal enum CrmCallKind
{
    /// <summary>One person.</summary>
    One,

    /// <summary>Many people at once.</summary>
    Many,

    /// <summary>Nobody: a cheap read that shows whether the CRM answers again.</summary>
    Probe,
}
