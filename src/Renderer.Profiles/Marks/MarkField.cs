namespace Renderer.Profiles.Marks;

/// <summary>The fields of a mark in Redis. Anything else is the tag of an attribute: 26 characters, so it never is one of these.</summary>
internal static class MarkField
{
    public const string All = "*";
    public const string Moved = "@";
    public const string Deleted = "!";
    public const string Erased = "!!";
    public const string Created = "+";
}
