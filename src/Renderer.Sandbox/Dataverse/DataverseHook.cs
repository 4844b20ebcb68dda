using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Renderer.Sandbox.Hooks;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Dataverse;

/// <summary>Dataverse's webhook: the execution context of one message, with the key as <c>?code=</c>.</summary>
internal sealed class DataverseHook(SandboxOptions options, PropertyCatalogue catalogue, RecordIds ids) : IVendorHook
{
    /// <summary>Beyond this the platform leaves out what was written, and says so in a header.</summary>
    private const int MostBytes = 256 * 1024;

    public IReadOnlyList<Uri> Urls => options.DataverseHookUrls;

    public Func<Uri, int, HttpRequestMessage> Tell(PersonChange change)
    {
        var message = change.Kind switch { ChangeKind.Changed => "Update", ChangeKind.Created => "Create", _ => "Delete" };
        var correlation = Guid.NewGuid();
        var body = Context(change, message, correlation, whole: true);
        var exceeded = body.Length > MostBytes;
        body = exceeded ? Context(change, message, correlation, whole: false) : body;
        return (url, _) =>
        {
            var address = new UriBuilder(url);
            address.Query = (address.Query.Length > 1 ? address.Query[1..] + "&" : "") + "code=" + Uri.EscapeDataString(options.HookSecret);
            var request = new HttpRequestMessage(HttpMethod.Post, address.Uri) { Content = new ReadOnlyMemoryContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
            request.Headers.Add("x-ms-dynamics-organization", "sandbox.crm.dynamics.com");
            request.Headers.Add("x-ms-dynamics-entity-name", "contact");
            request.Headers.Add("x-ms-dynamics-request-name", message);
            request.Headers.Add("x-ms-correlation-request-id", correlation.ToString());
            if (exceeded)
            {
                request.Headers.Add("x-ms-dynamics-msg-size-exceeded", "true");
            }

            return request;
        };
    }

    private ReadOnlyMemory<byte> Context(PersonChange change, string message, Guid correlation, bool whole)
    {
        var id = ids.Of(change.Person.Id);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, DataFile.Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("CorrelationId", correlation);
            writer.WriteNumber("Depth", 1);
            writer.WriteStartArray("InputParameters");
            if (whole)
            {
                writer.WriteStartObject();
                writer.WriteString("key", "Target");
                writer.WriteStartObject("value");
                WriteTarget(writer, change, id);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteString("MessageName", message);
            writer.WriteNumber("Mode", 1);
            writer.WriteString("OperationCreatedOn", Date(change.Person.Versions[^1].At));
            writer.WriteString("PrimaryEntityId", id);
            writer.WriteString("PrimaryEntityName", "contact");
            writer.WriteNumber("Stage", 40);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    // A deletion's target is a mere reference.
    private void WriteTarget(Utf8JsonWriter writer, PersonChange change, Guid id)
    {
        var deleted = change.Kind is ChangeKind.Deleted or ChangeKind.Erased;
        writer.WriteString("__type", (deleted ? "EntityReference" : "Entity") + ":http://schemas.microsoft.com/xrm/2011/Contracts");
        if (!deleted)
        {
            writer.WriteStartArray("Attributes");
            foreach (var (name, value) in change.Values)
            {
                if (Columns.Of(catalogue.Find(name)) is { } column)
                {
                    WriteAttribute(writer, column.Name, () => column.Write(writer, value));
                }
            }

            if (change.Values.ContainsKey("store"))
            {
                WriteAttribute(writer, "parentcustomerid", writer.WriteNullValue);
            }

            WriteAttribute(writer, "modifiedon", () => writer.WriteStringValue(Date(change.Person.Versions[^1].At)));
            WriteAttribute(writer, Columns.Id, () => writer.WriteStringValue(id));
            writer.WriteEndArray();
        }

        writer.WriteString("Id", id);
        writer.WriteString("LogicalName", "contact");
    }

    private static void WriteAttribute(Utf8JsonWriter writer, string name, Action value)
    {
        writer.WriteStartObject();
        writer.WriteString("key", name);
        writer.WritePropertyName("value");
        value();
        writer.WriteEndObject();
    }

    private static string Date(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"/Date({at.ToUnixTimeMilliseconds()})/");
}
