namespace Renderer.Server.Passthrough.Forms;

/// <summary>One of the two ways in which a form is written.</summary>
internal interface IFormEncoding
{
    /// <summary>The text of a value's bytes.</summary>
    string Read(ReadOnlySpan<byte> value);

    /// <summary>A value's bytes; null where this form cannot bear them.</summary>
    byte[]? Write(string value);

    /// <summary>A whole field, to stand at the form's end; null likewise.</summary>
    byte[]? WriteField(string name, string value, bool first);
}
