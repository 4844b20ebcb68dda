namespace Renderer.Images.Scenes;

/// <summary>A scene that was read.</summary>
/// <param name="Root">Its <c>svg</c>.</param>
/// <param name="Named">Elements with an <c>id</c>; the first of equal ones.</param>
/// <param name="Rules">What its style sheets say.</param>
/// <param name="InOrder">Every element as it stands in the scene.</param>
internal sealed record SceneTree(
    SceneElement Root, Dictionary<string, SceneElement> Named, StyleRules Rules, IReadOnlyList<SceneElement> InOrder);

/// <summary>A scene, or why it cannot be read.</summary>
/// <param name="Tree">Null where it cannot.</param>
/// <param name="Failure">Why.</param>
/// <param name="Message">The same in words.</param>
/// <param name="Line">Where; 0 where nowhere in particular.</param>
/// <param name="Column">Where.</param>
internal readonly record struct SceneReading(SceneTree? Tree, PictureFailure Failure = PictureFailure.None, string Message = "", int Line = 0, int Column = 0);
