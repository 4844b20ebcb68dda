namespace Renderer.Templates.Escaping;

/// <summary>The state of JSON while its literal text is walked.</summary>
/// <param name="IsInString">Between quotes.</param>
/// <param name="IsEscaping">After a backslash, where no value is safe.</param>
internal readonly record struct JsonState(bool IsInString, bool IsEscaping)
{
    public PlaceKind? Place => IsEscaping ? null : IsInString ? PlaceKind.JsonString : PlaceKind.JsonValue;

    public JsonState Feed(char c) =>
        IsEscaping ? new(true, false) : c == '"' ? new(!IsInString, false) : c == '\\' && IsInString ? new(true, true) : this;
}
