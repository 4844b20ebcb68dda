using System.Text.Json;
using System.Text.Json.Nodes;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Templates;

namespace Renderer.Messages;

/// <summary>What an author wants to see.</summary>
/// <param name="Template">The template, served or just written.</param>
/// <param name="Order">Whom, when and where, as in a render.</param>
public sealed record PreviewOrder(Template Template, MessageOrder Order)
{
    /// <summary>The sample whose eyes it is seen through; null for the order's profile.</summary>
    public string? Sample { get; init; }

    /// <summary>What is wrong with the CRM in this preview; none for nothing.</summary>
    public Reason CrmFault { get; init; }

    /// <summary>Attributes that the CRM does not have in this preview.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The viewer may not see a real person's values: texts are masked, decisions and hash are the real ones.</summary>
    public bool Masked { get; init; }
}

/// <summary>What an author sees.</summary>
/// <param name="Message">The message as shown.</param>
/// <param name="Hashed">The message as it would be sent, which is what is hashed; the same unless masked.</param>
public sealed record PreviewShown(Message Message, Message Hashed)
{
    /// <summary>The person's values that broke a rule of the data dictionary, and are shown as their defaults; of what the template reads.</summary>
    public IReadOnlyList<BadValue> Bad { get; init; } = [];
}

/// <summary>Shows an author what somebody will get: the same story as a send, with another reading of the person.</summary>
public sealed class PreviewDesk(MessageDesk desk, ProfileReader profiles)
{
    private const string Mask = "•••";

    /// <summary>Renders a preview; nothing is recorded and nothing real is touched but the read of a recipient.</summary>
    public async ValueTask<PreviewShown> ShowAsync(PreviewOrder preview, CancellationToken cancellationToken)
    {
        var (template, order) = (preview.Template, preview.Order with { MessageId = null, IsPreview = true, Sample = preview.Sample, LinksOfNobody = preview.Masked });
        var reading = await ReadAsync(preview, order, cancellationToken);
        BadValue[] bad = [.. reading.Bad.Where(value => template.Reads.Reads(value.Attribute))];
        if (preview.Sample is { } name)
        {
            var sample = template.Samples.First(candidate => candidate.Name == name);
            order = order with
            {
                Data = order.Data.ValueKind == JsonValueKind.Undefined ? sample.Data : order.Data,
                Locale = order.Locale ?? sample.Locale,
            };
        }

        var real = await ComposeAsync(reading);
        if (!preview.Masked)
        {
            return new PreviewShown(real, real) { Bad = bad };
        }

        var masked = await ComposeAsync(reading with { Profile = Masked(reading.Profile) });
        var shown = real.Outcome == Outcome.Skipped
            ? real with { SkipReason = masked.SkipReason ?? Mask }
            : masked with { SkipReason = null };
        return new PreviewShown(shown with { Decisions = real.Decisions, Outcome = real.Outcome }, real) { Bad = bad };

        async ValueTask<Message> ComposeAsync(ProfileReading person) =>
            (await desk.ComposeAsync(template, order, person, cancellationToken)).Message
            ?? throw new InvalidOperationException("A preview asks for nothing that can be refused: the log says what failed.");
    }

    private async ValueTask<ProfileReading> ReadAsync(PreviewOrder preview, MessageOrder order, CancellationToken cancellationToken)
    {
        if (preview.CrmFault != Reason.None)
        {
            return new ProfileReading { State = ProfileState.Unavailable, Reason = preview.CrmFault };
        }

        var reading = order.Recipient is { } recipient
            ? await profiles.ReadAsync(order.Workspace, recipient, preview.Template.Reads, order.Budget, cancellationToken)
            : new ProfileReading
            {
                State = ProfileState.Fresh,
                Source = preview.Sample is null ? "request" : "sample",
                Profile = preview.Template.Samples.FirstOrDefault(sample => sample.Name == preview.Sample)?.Profile ?? Profile.Empty,
            };
        return preview.Missing.Count == 0 ? reading : reading with { Profile = Without(reading.Profile, preview.Missing) };
    }

    private static Profile Without(Profile profile, IReadOnlyList<string> missing)
    {
        var members = JsonNode.Parse(profile.Json.Span)!.AsObject();
        foreach (var name in missing)
        {
            members.Remove(name);
        }

        return new Profile(JsonSerializer.SerializeToUtf8Bytes(members));
    }

    private static Profile Masked(Profile profile)
    {
        var members = JsonNode.Parse(profile.Json.Span)!.AsObject();
        foreach (var name in members.Where(member => member.Value is not null).Select(member => member.Key).ToArray())
        {
            members[name] = MaskOf(members[name]!);
        }

        return new Profile(JsonSerializer.SerializeToUtf8Bytes(members));
    }

    private static JsonNode? MaskOf(JsonNode value) => value switch
    {
        JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : MaskOf(item))]),
        JsonObject group => new JsonObject(group.Select(member =>
            KeyValuePair.Create(member.Key, member.Value is null ? null : MaskOf(member.Value)))),
        _ when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(Mask),
        _ when value.GetValueKind() == JsonValueKind.Number => JsonValue.Create(0),
        _ => JsonValue.Create(false),
    };
}
