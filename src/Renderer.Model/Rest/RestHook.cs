namespace Renderer.Model;

/// <summary>How a REST connection's webhooks are verified, and what stands where in them.</summary>
public sealed record RestHook
{
    /// <summary>The scheme of signatures.</summary>
    public RestHookScheme Scheme { get; init; } = RestHookScheme.Standard;

    /// <summary>The header with the signature.</summary>
    public string? Header { get; init; }

    /// <summary>The hash under the HMAC: SHA-256, else SHA-1.</summary>
    public bool Sha256 { get; init; } = true;

    /// <summary>The signature in hexadecimal digits, else in base64.</summary>
    public bool Hex { get; init; } = true;

    /// <summary>What stands before it: <c>sha256=</c>.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The header with the time of sending, in seconds or milliseconds since 1970; null: the sender tells none.</summary>
    public string? TimeHeader { get; init; }

    /// <summary>How old or new a delivery may be.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What is signed: <c>{body}</c>, <c>{timestamp}.{body}</c>, also <c>{method}</c> and <c>{url}</c>.</summary>
    public RestText? Signed { get; init; }

    /// <summary>The header that names the delivery; null: the sender names none.</summary>
    public string? DeliveryHeader { get; init; }

    /// <summary>Where the event stands, or the events.</summary>
    public JsonPath Events { get; init; } = JsonPath.Root;

    /// <summary>Where an event has the person's id.</summary>
    public JsonPath? Id { get; init; }

    /// <summary>Where it has the e-mail address.</summary>
    public JsonPath? Email { get; init; }

    /// <summary>Where it has the changed fields: names in a list, or the members of an object.</summary>
    public JsonPath? Fields { get; init; }

    /// <summary>Where it says what happened.</summary>
    public JsonPath? Event { get; init; }

    /// <summary>The words there for a person who is gone.</summary>
    public Named<bool> Deleted { get; init; } = Named<bool>.None;

    /// <summary>The words there for a person who is new.</summary>
    public Named<bool> Created { get; init; } = Named<bool>.None;
}

/// <summary>A scheme of signed webhooks.</summary>
public enum RestHookScheme
{
    /// <summary>Standard Webhooks: id, time and body under HMAC-SHA256 or ed25519.</summary>
    Standard,

    /// <summary>An HMAC in a header.</summary>
    Hmac,

    /// <summary>Shopify's.</summary>
    Shopify,

    /// <summary>User and password (Basic), all that some vendors have; the secret is <c>user:password</c>.</summary>
    Basic,
}
