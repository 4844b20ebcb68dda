namespace Renderer.Server.Passthrough.Forms;

/// <summary>One field of a form, by where it lies in the body.</summary>
/// <param name="Name">Its name, decoded.</param>
/// <param name="At">Where the field begins, with its name or its boundary.</param>
/// <param name="ValueAt">Where its value begins.</param>
/// <param name="ValueLength">The value's bytes, as they are encoded there.</param>
/// <param name="IsPlain">Whether the value is text as the form encodes it: no file, no encoding of its own.</param>
internal readonly record struct FormField(string Name, long At, long ValueAt, long ValueLength, bool IsPlain);
